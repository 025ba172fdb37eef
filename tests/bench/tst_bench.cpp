// SPDX-License-Identifier: GPL-3.0-or-later
// The benchmark runs and prints every row that it names; never what it measured.
#include <QtTest>

#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>

class TestBench : public QObject {
    Q_OBJECT

    static QList<QByteArray> linesOf(const QStringList& arguments)
    {
        QProcess bench;
        bench.start(QStringLiteral(GRIDSCOPE_BENCH), arguments);
        if (!bench.waitForFinished(280000) || bench.exitCode() != 0) { qWarning() << bench.readAllStandardError(); }
        QList<QByteArray> lines = bench.readAllStandardOutput().split('\n');
        lines.removeAll({});
        return lines;
    }

private Q_SLOTS:
    void everyRowIsPrintedAsOneObject()
    {
        const bool hasPython = QProcess::execute("/usr/bin/python3", {"-c", "import torch"}) == 0;
        for (const QByteArray& name : linesOf({"--list"})) {
            if (name.contains("Python") && !hasPython) { continue; }
            const auto lines = linesOf({"--quick", "--rounds", "1", "--json", "--filter", name});
            QVERIFY2(!lines.isEmpty(), name);
            const auto row = QJsonDocument::fromJson(lines.front()).object();
            QCOMPARE(row["name"].toString().toUtf8(), name);
            for (const auto* key : {"ratio", "against", "rounds", "low", "high", "threads", "dispatch"}) {
                QVERIFY2(row.contains(QLatin1String(key)), key);
            }
            QVERIFY(row["ratio"].toDouble() > 0);
        }
    }
};

QTEST_GUILESS_MAIN(TestBench)
#include "tst_bench.moc"
