// SPDX-License-Identifier: GPL-3.0-or-later
// The page of results is written from the reports that the experiments wrote, so that text and numbers cannot part:
//     gridscope experiment table ... --out FOLDER; cp FOLDER/report.json core/experiment/results/NAME.json
//     GRIDSCOPE_MAKE_PAGE=1 tst_results_page
#include <QDir>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QtTest>

namespace {

QString source() { return qEnvironmentVariable("GRIDSCOPE_SOURCE") + "/core/experiment/"; }
QString pagePath() { return source() + "README.md"; }

QByteArray contentOf(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

QString rowOf(const QJsonArray& cells)
{
    QString row = "|";
    for (const auto& cell : cells) { row += " " + cell.toString() + " |"; }
    return row + "\n";
}

// What stands between the comments of a report: its table and its sentences.
QString blockOf(const QJsonObject& report)
{
    const QJsonArray header = report["header"].toArray();
    QString block = rowOf(header) + "|" + QString(" --- |").repeated(header.size()) + "\n";
    for (const auto& row : report["rows"].toArray()) { block += rowOf(row.toArray()); }
    for (const auto& sentence : report["sentences"].toArray()) { block += "\n" + sentence.toString() + "\n"; }
    return block;
}

QString opening(const QString& name) { return "<!-- results of " + name + ".json -->\n"; }
const QString closing = "<!-- end of results -->";

} // namespace

class TestResultsPage : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everyTableOnThePageIsThatOfItsReport_data()
    {
        QTest::addColumn<QString>("name");
        const auto reports = QDir(source() + "results").entryInfoList({"*.json"}, QDir::Files, QDir::Name);
        QVERIFY(!reports.empty());
        for (const QFileInfo& report : reports) {
            QTest::newRow(qPrintable(report.completeBaseName())) << report.completeBaseName();
        }
    }
    void everyTableOnThePageIsThatOfItsReport()
    {
        QFETCH(const QString, name);
        const auto report = QJsonDocument::fromJson(contentOf(source() + "results/" + name + ".json")).object();
        const QString block = blockOf(report);
        QVERIFY2(report["rows"].toArray().size() > 1, "it is no report of an experiment");
        QString page = QString::fromUtf8(contentOf(pagePath()));
        QCOMPARE(page.count(opening(name)), 1); // a place of its own
        const qsizetype from = page.indexOf(opening(name)) + opening(name).size(), to = page.indexOf(closing, from);
        QVERIFY(to >= from);
        if (qEnvironmentVariableIsSet("GRIDSCOPE_MAKE_PAGE")) {
            QFile file(pagePath());
            QVERIFY(file.open(QIODevice::WriteOnly) && file.write(page.replace(from, to - from, block).toUtf8()) > 0);
        } else {
            QVERIFY2(page.mid(from, to - from) == block, "GRIDSCOPE_MAKE_PAGE=1 writes it anew");
        }
    }

    void noTableIsThereWithoutItsReport()
    {
        const QString page = QString::fromUtf8(contentOf(pagePath()));
        const QRegularExpression begins("<!-- results of (\\S+) -->");
        int tables = 0;
        for (auto all = begins.globalMatch(page); all.hasNext(); ++tables) {
            const QString report = source() + "results/" + all.next().captured(1);
            QVERIFY2(QFileInfo::exists(report), qPrintable(report));
        }
        QVERIFY(tables > 0);
    }
};

QTEST_APPLESS_MAIN(TestResultsPage)
#include "tst_results_page.moc"
