// SPDX-License-Identifier: GPL-3.0-or-later
// The walls of the house: who may know whom.
#include <QtTest>

#include <QDirIterator>

namespace {

QStringList filesBelow(const QString& folder)
{
    QStringList files;
    QDirIterator all(qEnvironmentVariable("GRIDSCOPE_SOURCE") + "/" + folder, {"*.h", "*.cpp"}, QDir::Files,
                     QDirIterator::Subdirectories);
    while (all.hasNext()) { files.append(all.next()); }
    return files;
}

QStringList includesMatching(const QString& folder, const QRegularExpression& forbidden)
{
    QStringList found;
    static const QRegularExpression include(QStringLiteral("^\\s*#\\s*include\\s*[<\"]([^>\"]+)[>\"]"),
                                            QRegularExpression::MultilineOption);
    for (const QString& path : filesBelow(folder)) {
        QFile file(path);
        if (!file.open(QIODevice::ReadOnly)) {
            found.append("unreadable: " + path);
            continue;
        }
        auto matches = include.globalMatch(QString::fromUtf8(file.readAll()));
        while (matches.hasNext()) {
            const QString name = matches.next().captured(1);
            if (forbidden.match(name).hasMatch()) { found.append(path + ": " + name); }
        }
    }
    return found;
}

const QRegularExpression qt(QStringLiteral("^Q[A-Za-z]+$|^Qt[A-Za-z]+/"));
const QRegularExpression torch(QStringLiteral("^(torch|ATen|c10)/"));
// The library that is loaded with torch, and the loops that only it calls; grids belong to both halves.
const QRegularExpression
    torchHalf(QStringLiteral("^core/(kernels/(?!(grid|max_abs)\\.h)|quantize/"
                             "(?!(gradient|cpq|expected_value|ste|level_probabilities)\\.h)|net/|train/"
                             ")|^core/data/batches"));

// Who may know whom inside of core: every room itself, and the rooms that stand here.
const QMap<QString, QStringList> roomsBelow = {
    {"base", {}},
    {"config", {"base"}},
    {"run", {"base", "config"}},
    {"method", {"base", "config", "run"}},
    {"settings", {"base", "config", "run", "method"}},
    {"file", {"base", "config", "run", "settings"}},
    {"data", {"base", "config", "run"}},
    {"kernels", {"base"}},
    {"quantize", {"base", "config", "run", "method", "kernels"}},
    {"export", {"base", "config", "run", "method", "settings", "kernels"}},
    {"experiment", {"base", "config", "run", "method", "settings", "file", "data", "export"}},
    {"net", {"base", "config", "run", "method", "kernels", "quantize"}},
    {"train", {"base", "config", "run", "method", "settings", "data", "kernels", "quantize", "net", "export"}},
};

// Lines of code, without what stands behind "//", that match; the files of `known` may.
QStringList linesMatching(const QString& room, const QRegularExpression& forbidden, const QStringList& known)
{
    QStringList found;
    for (const QString& path : filesBelow(room)) {
        if (std::ranges::any_of(known, [&](const QString& name) { return path.endsWith(name); })) { continue; }
        QFile file(path);
        if (!file.open(QIODevice::ReadOnly)) { qFatal("cannot read %s", qPrintable(path)); }
        for (const QByteArray& line : file.readAll().split('\n')) {
            const QString code = QString::fromUtf8(line).section("//", 0, 0);
            if (forbidden.match(code).hasMatch()) { found.append(path + ": " + code.trimmed()); }
        }
    }
    return found;
}

} // namespace

class TestDesign : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void theGuardSeesWhatItLooksFor()
    {
        QVERIFY(!includesMatching("ui", qt).isEmpty());
        QVERIFY(!includesMatching("core/net", torch).isEmpty());
    }
    void coreKnowsNoQt() { QCOMPARE(includesMatching("core", qt), QStringList()); }
    void uiKnowsNoTorchAndNothingOfTheTorchHalf()
    {
        QCOMPARE(includesMatching("ui", torch), QStringList());
        QCOMPARE(includesMatching("ui", torchHalf), QStringList());
    }
    void appLoadsTheTorchHalfOnlyThroughItsDoor()
    {
        QCOMPARE(includesMatching("app", torch), QStringList());
        QCOMPARE(includesMatching("app", torchHalf), QStringList());
    }
    void onlyTheTorchHalfKnowsTorch()
    {
        for (const auto* room :
             {"base", "config", "run", "method", "settings", "file", "export", "experiment", "kernels", "quantize"}) {
            QCOMPARE(includesMatching(QString("core/") + room, torch), QStringList());
        }
        for (const auto* room : {"base", "config", "run", "method", "settings", "file", "export", "experiment"}) {
            QCOMPARE(includesMatching(QString("core/") + room, torchHalf), QStringList());
        }
    }
    void noRoomOfCoreKnowsTheRoomsAboveIt()
    {
        const QStringList rooms =
            QDir(qEnvironmentVariable("GRIDSCOPE_SOURCE") + "/core").entryList(QDir::Dirs | QDir::NoDotAndDotDot);
        QCOMPARE(rooms.size(), roomsBelow.size());
        for (const QString& room : rooms) {
            QVERIFY2(roomsBelow.contains(room), qPrintable(room));
            const QString known = (QStringList{room} + roomsBelow[room]).join('|');
            QCOMPARE(includesMatching("core/" + room, QRegularExpression("^core/(?!(" + known + ")/)")), QStringList());
        }
    }
    void onlyTheChartRoomTouchesQtCharts()
    {
        const QRegularExpression charts(
            QStringLiteral("^QtCharts/|^Q(Chart|ChartView|LineSeries|ValueAxis|AreaSeries|LogValueAxis)$"));
        for (const auto* room : {"ui/panel", "ui/control", "app"}) {
            QCOMPARE(includesMatching(room, charts), QStringList());
        }
    }
    // A view is a file and a row of ui/panel/views.cpp: whoever else names its panel would have to be changed with it.
    void onlyTheTableOfViewsListsPanels()
    {
        const QRegularExpression panels(
            QStringLiteral("^ui/panel/(?!(chart|picture)_panel)([a-z_]+_panel|layer_strip)\\.h$"));
        QVERIFY(includesMatching("ui/panel", panels).size() > 15);
        QStringList strangers;
        for (const QString& found : includesMatching("ui", panels) + includesMatching("app", panels)) {
            const QString file = QFileInfo(found.section(": ", 0, 0)).completeBaseName();
            const QString panel = QFileInfo(found.section(": ", 1)).completeBaseName();
            if (file != "views" && file != panel) { strangers << found; }
        }
        QCOMPARE(strangers, QStringList());
        const QRegularExpression kinds(QStringLiteral("(qobject|dynamic)_cast<[^>]*(Panel|LayerStrip)\\b"));
        QVERIFY(!linesMatching("ui", QRegularExpression(QStringLiteral("qobject_cast<")), {}).isEmpty());
        QCOMPARE(linesMatching("ui", kinds, {}), QStringList());
    }
    // Grids need not be multiples of one step size (core/run/levels.h).
    void onlyLevelsKnowWhereABinLies()
    {
        const QRegularExpression geometry(QStringLiteral("alpha_? \\*|\\* [a-z_]*(\\.|->)?alpha|low_? - 0\\.5"));
        QVERIFY(!linesMatching("core/quantize", geometry, {}).isEmpty());
        // The stored product of code and step size is what the network computes with.
        const QStringList known = {"run/levels.cpp", "export/finalised_net.cpp", "export/weights_header.cpp"};
        for (const auto* room : {"core/run", "core/export", "ui"}) {
            QCOMPARE(linesMatching(room, geometry, known), QStringList());
        }
    }
    // Whoever wants to know something of a method asks the table for its traits (core/method/).
    void onlyTheFolderOfAMethodKnowsItsName()
    {
        const QRegularExpression name(QStringLiteral(
            "\"(cpq|expected|ste|lsq|dorefa|rq|rq-st|bsq|alq|md|ptq|lapq)\"|[mM]ethod[a-z_]*(\\(\\))? *[!=]= *\""));
        QVERIFY(!linesMatching("core/method", name, {}).isEmpty());
        // What a setting is before anybody sets it.
        const QStringList known = {"config/config.h",
                                   "export/card.cpp"}; // and the kind of a card, which is called like one
        const QStringList found =
            linesMatching("core", name, known) + linesMatching("ui", name, {}) + linesMatching("app", name, {});
        const auto isAtHome = [](const QString& line) { return line.contains("/core/method/"); };
        QStringList elsewhere;
        std::ranges::remove_copy_if(found, std::back_inserter(elsewhere), isAtHome);
        QCOMPARE(elsewhere, QStringList());
    }
    // Equations are cited by page and section, "cpq.md section 4": the page stands beside the code and has that section.
    void everyCitedPageIsHere()
    {
        static const QRegularExpression citation(
            QStringLiteral("\\b([a-z-]+\\.md)(?: sections? ((?:[0-9]+(?:, | and | to )?)+))?"));
        int cited = 0;
        for (const auto* room : {"core", "ui", "app", "tests"}) {
            for (const QString& path : filesBelow(room)) {
                QFile file(path);
                QVERIFY(file.open(QIODevice::ReadOnly));
                for (const QByteArray& line : file.readAll().split('\n')) {
                    const QString comment = QString::fromUtf8(line).section("//", 1);
                    for (auto all = citation.globalMatch(comment); all.hasNext();) {
                        const auto match = all.next();
                        const QStringList written = {"card.md", "report.md"}; // of exports
                        if (written.contains(match.captured(1))) { continue; }
                        QFile page(qEnvironmentVariable("GRIDSCOPE_SOURCE") + "/core/quantize/" + match.captured(1));
                        QVERIFY2(page.open(QIODevice::ReadOnly), qPrintable(path + " cites " + match.captured(1)));
                        const QByteArray text = page.readAll();
                        static const QRegularExpression number(QStringLiteral("[0-9]+"));
                        for (auto sections = number.globalMatch(match.captured(2)); sections.hasNext(); ++cited) {
                            const QString heading = "\n## " + sections.next().captured() + ". ";
                            QVERIFY2(text.contains(heading.toUtf8()), qPrintable(path + ":" + heading));
                        }
                    }
                }
            }
        }
        QVERIFY(cited > 10);
    }
    void everyLinkOfTheManualLeadsSomewhere()
    {
        const QString root = qEnvironmentVariable("GRIDSCOPE_SOURCE") + "/";
        const QStringList pages = {"README.md",
                                   "ui/README.md",
                                   "app/README.md",
                                   "core/README.md",
                                   "core/method/README.md",
                                   "core/quantize/README.md",
                                   "core/quantize/cpq.md",
                                   "core/quantize/bsq.md",
                                   "core/quantize/alq.md",
                                   "core/quantize/lapq.md",
                                   "core/quantize/mirror.md",
                                   "core/experiment/README.md",
                                   "tests/bench/README.md",
                                   "resources/what-a-file-can-do.md"};
        static const QRegularExpression link(QStringLiteral("\\]\\(([^)\\s]+)\\)")),
            notOfAnAnchor(QStringLiteral("[^a-z0-9 -]"));
        int links = 0;
        for (const QString& page : pages) {
            QFile file(root + page);
            QVERIFY2(file.open(QIODevice::ReadOnly), qPrintable(page));
            for (auto all = link.globalMatch(QString::fromUtf8(file.readAll())); all.hasNext(); ++links) {
                const QString target = all.next().captured(1);
                if (target.startsWith("http")) { continue; }
                const QString place = target.section('#', 0, 0), heading = target.section('#', 1);
                const QString path =
                    place.isEmpty() ? root + page : QFileInfo(root + page).absolutePath() + "/" + place;
                QVERIFY2(QFileInfo::exists(path), qPrintable(page + " -> " + target));
                if (heading.isEmpty()) { continue; }
                QFile other(path);
                QVERIFY(other.open(QIODevice::ReadOnly));
                bool isThere = false;
                for (const QByteArray& line : other.readAll().split('\n')) {
                    QString text = QString::fromUtf8(line).toLower();
                    const bool isHeading = text.startsWith("#");
                    text.remove(QRegularExpression("^#+ ")).remove(notOfAnAnchor);
                    isThere = isThere || (isHeading && text.replace(' ', '-') == heading);
                }
                QVERIFY2(isThere, qPrintable(page + " -> " + target));
            }
        }
        QVERIFY(links > 20);
    }
    void everySourceFileNamesItsLicence()
    {
        for (const auto* room : {"core", "ui", "app", "tests"}) {
            for (const QString& path : filesBelow(room)) {
                QFile file(path);
                QVERIFY(file.open(QIODevice::ReadOnly));
                QVERIFY2(file.readLine().startsWith("// SPDX-License-Identifier: GPL-3.0-or-later"), qPrintable(path));
            }
        }
    }
};

QTEST_APPLESS_MAIN(TestDesign)
#include "tst_design.moc"
