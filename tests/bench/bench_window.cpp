// SPDX-License-Identifier: GPL-3.0-or-later
// What the window costs: until it stands, to open a long run, and to seek in it. Prints; nothing passes or fails on time.
#include "core/file/run_writer.h"
#include "tests/ui/window_fixture.h"

#include <QTemporaryDir>

#include <algorithm>

using namespace gridscope;
using test::ShownWindow;

namespace {

constexpr int snapshots = 10'000;
constexpr int every = 5;

run::RunConfig longConfig()
{
    run::RunConfig config = test::quickConfig(snapshots * every);
    config.start = "scratch";
    config.snapshotEvery = every;
    return config;
}

double milliseconds(const QElapsedTimer& timer) { return double(timer.nsecsElapsed()) / 1e6; }

} // namespace

class BenchWindow : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;
    QString path_;

private Q_SLOTS:
    void initTestCase()
    {
        path_ = folder_.filePath("long.gridscope");
        run::RunWriter writer(path_.toStdString());
        run::Control control;
        run::runJob(test::scriptedJob(longConfig()), control, writer);
    }

    void untilTheWindowStands()
    {
        QElapsedTimer timer;
        timer.start();
        ui::MainWindow window(run::Engine{test::scriptedJob, {}, {}, {}}, test::quietLaunch(false));
        window.show();
        window.grab();
        qInfo("the window, made and painted: %.0f ms", milliseconds(timer));
    }

    void openingAndSeeking()
    {
        ShownWindow w(test::quietLaunch(false));
        w.window.resize(1600, 1000);
        QElapsedTimer timer;
        timer.start();
        w.window.document().open(path_);
        QTRY_VERIFY_WITH_TIMEOUT(w.session().isRecorded(), 120'000);
        qInfo("opened a run of %d snapshots, %.0f MB, in %.0f ms", snapshots, double(QFileInfo(path_).size()) / 1e6,
              milliseconds(timer));
        timer.restart();
        w.window.grab();
        qInfo("its first picture: %.0f ms", milliseconds(timer));
        std::vector<double> times;
        for (int i = 1; i <= 50; ++i) {
            timer.restart();
            w.window.playback().seek(std::int64_t(snapshots) * every * i / 51);
            w.window.grab();
            times.push_back(milliseconds(timer));
        }
        std::ranges::sort(times);
        qInfo("a seek, all views painted: median %.1f ms, longest %.1f ms", times[times.size() / 2], times.back());
    }
};

QTEST_MAIN(BenchWindow)
#include "bench_window.moc"
