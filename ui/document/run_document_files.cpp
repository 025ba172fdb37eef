// SPDX-License-Identifier: GPL-3.0-or-later
// What RunDocument does with files, all of it in the background.
#include "ui/document/run_document.h"

#include "core/base/error.h"
#include "core/base/text_file.h"
#include "core/run/fanout.h"
#include "ui/chart/numbers.h"
#include "ui/dialog/question.h"
#include "ui/document/recent_files.h"
#include "ui/document/run_text.h"
#include "ui/look/path_text.h"

#include <QDir>
#include <QFileInfo>
#include <QMessageBox>

#include <algorithm>

namespace gridscope::ui {
namespace {

// Says how far the reading has come, and ends it when that is asked for.
class ReadingProgress final : public run::SilentSink {
public:
    explicit ReadingProgress(const run::Progress& progress) : progress_(progress) {}
    void onStart(const run::Start& start) override
    {
        first_ = start.firstStep;
        span_ = double(std::max<std::int64_t>(1, start.lastStep - start.firstStep));
    }
    void onStep(const run::Step& step) override
    {
        constexpr int seldom = 64;
        if (++count_ % seldom == 0) { look(step.index); }
    }
    void onSnapshot(const run::SnapshotPtr& snapshot) override { look(snapshot->step); }

private:
    void look(std::int64_t step)
    {
        if (!progress_(std::clamp(double(step - first_) / span_, 0.0, 1.0))) { throw run::Cancelled(); }
    }
    const run::Progress& progress_;
    std::int64_t first_ = 0;
    double span_ = 1;
    int count_ = 0;
};

QString nativeName(const QString& path) { return QDir::toNativeSeparators(path); }

} // namespace

std::shared_ptr<run::History> readAll(run::RunReader& reader, const run::Progress& progress)
{
    auto history = std::make_shared<run::History>();
    ReadingProgress reading(progress);
    run::Fanout both({history.get(), &reading});
    reader.poll(both, run::History::mostSnapshots);
    return history;
}

void RunDocument::start(const QString& what, Background::Work work)
{
    if (!background_.start(what, std::move(work))) {
        messages_.showNote(tr("One thing after the other: wait for it, or cancel it."));
    }
}

void RunDocument::open(const QString& path)
{
    const QString whole = QFileInfo(path).absoluteFilePath();
    start(tr("Opening %1...").arg(QFileInfo(path).fileName()),
          [this, whole](const run::Progress& progress) -> Background::Done {
              try {
                  const auto reader = std::make_shared<run::RunReader>(pathBytes(whole));
                  const auto history = readAll(*reader, progress);
                  const QString remark = QString::fromStdString(reader->remark());
                  return [this, reader, history, remark] {
                      take(reader, history, true);
                      if (!remark.isEmpty()) { messages_.showNote(remark); }
                  };
              } catch (const Error&) {
                  QMetaObject::invokeMethod(this, &RunDocument::openFailed, Qt::QueuedConnection);
                  throw;
              }
          });
}

void RunDocument::take(std::shared_ptr<run::RunReader> reader, const std::shared_ptr<run::History>& history,
                       bool isRecent)
{
    const QString path = pathText(reader->path());
    if (isRecent && remembers_) { rememberRecentFile(path); }
    follower_.stop();
    session_.showRecorded(std::move(*history), path);
    if (!session_.hasEnded()) { follower_.follow(std::move(reader)); }
}

void RunDocument::offerUnfinished()
{
    search_.start({}, [this, recordings = session_.recordings()](const run::Progress&) -> Background::Done {
        const QString path = recordings.unfinished();
        if (path.isEmpty()) {
            return [] {};
        }
        const auto checkpoints = run::RunReader(pathBytes(path)).checkpointSteps();
        return [this, path, checkpoints] {
            unfinished_ = path;
            const QString name = QFileInfo(path).completeBaseName();
            messages_.offer(
                checkpoints.empty()
                    ? tr("The run %1 was not finished: the program ended before.").arg(name)
                    : tr("The run %1 was not finished: the program ended before. It can go on from step %2.")
                          .arg(name, numberText(double(checkpoints.back()), 0)),
                openUnfinished_);
        };
    });
}

void RunDocument::saveCopy(const QString& to)
{
    const auto recorder = session_.recorder();
    const std::string from = pathBytes(session_.path());
    start(tr("Saving %1...").arg(QFileInfo(to).fileName()),
          [this, recorder, from, to](const run::Progress& progress) -> Background::Done {
              if (recorder) { recorder->flush(); }
              run::saveCopy(from, pathBytes(to), progress);
              return [this, to] {
                  if (remembers_) { rememberRecentFile(to); }
                  messages_.showNote(tr("Saved a copy in %1, %2.").arg(nativeName(to), sizeText(QFileInfo(to).size())));
              };
          });
}

void RunDocument::saveElsewhere(const QString& to)
{
    const auto recorder = session_.recorder();
    if (!recorder) { return; }
    const auto shown = recorder->isLost() ? std::make_shared<const run::History>(session_.history()) : nullptr;
    start(tr("Moving the recording to %1...").arg(QFileInfo(to).fileName()),
          [this, recorder, to, shown](const run::Progress&) -> Background::Done {
              recorder->moveTo(pathBytes(to), shown);
              return [this, to] {
                  if (remembers_) { rememberRecentFile(to); }
                  refresh();
                  messages_.showNote(tr("The recording goes on in %1.").arg(nativeName(to)));
              };
          });
}

void RunDocument::exportCheckpoint(const QString& to)
{
    const auto step = checkpointShown();
    const auto recorder = session_.recorder();
    const std::string from = pathBytes(session_.path());
    if (!step) { return; }
    start(tr("Exporting the checkpoint of step %1...").arg(*step),
          [this, recorder, from, to, wanted = *step](const run::Progress&) -> Background::Done {
              if (recorder) { recorder->flush(); }
              writeBytesFile(pathBytes(to), *run::RunReader(from).checkpoint(wanted).bytes);
              return [this, to, wanted] {
                  messages_.showNote(
                      tr("The checkpoint of step %1 is in %2.").arg(numberText(double(wanted), 0), nativeName(to)));
              };
          });
}

namespace {

// Shared, because what a thread returns must be copyable.
struct Ready {
    run::Continuation next;
    run::History before;
};
std::shared_ptr<Ready> readyToGoOn(run::Continuation next)
{
    auto ready = std::make_shared<Ready>();
    ready->before = run::historyUntil(next.writer->path(), next.step);
    ready->next = std::move(next);
    return ready;
}

} // namespace

void RunDocument::continueTraining(std::optional<int> steps)
{
    if (!session_.history().checkpoints().empty()) { return goOn(steps); }
    run::RunConfig config = session_.config();
    config.steps = steps.value_or(config.steps);
    const QString text =
        tr("%1 keeps no checkpoint. Train it anew, from its settings?").arg(QFileInfo(session_.path()).fileName())
        + QStringLiteral("\n\n") + trainingFacts(config, session_.history());
    auto* box = ask(window_, tr("Continue training"), text, tr("&Train it"), [this, steps] { goOn(steps); });
    box->setObjectName(QStringLiteral("continueAnew"));
}

void RunDocument::goOn(std::optional<int> steps)
{
    const std::string path = pathBytes(session_.path());
    follower_.stop();
    start(tr("Continuing %1...").arg(QFileInfo(session_.path()).fileName()),
          [this, path, steps, options = session_.recordings().options](const run::Progress&) -> Background::Done {
              const auto ready = readyToGoOn(run::resumeRun(path, options));
              return [this, ready, steps] {
                  guarded(messages_,
                          [&] { session_.goOn(std::move(ready->next), std::move(ready->before), steps, {}); });
              };
          });
}

void RunDocument::fork()
{
    const auto step = checkpointShown();
    const QString from = session_.path();
    if (!step || !session_.engine().resumingJob) { return; }
    Recordings place = session_.recordings();
    if (place.folder.isEmpty()) { place.folder = QFileInfo(from).absolutePath(); }
    const auto recorder = session_.recorder();
    auto changes = forkChanges_ ? forkChanges_() : std::vector<run::SettingChange>();
    start(tr("Forking at step %1...").arg(numberText(double(*step), 0)),
          [this, recorder, from, place, changes, wanted = *step](const run::Progress& progress) -> Background::Done {
              if (recorder) { recorder->flush(); }
              const std::string to = pathBytes(place.forkFile(from, wanted));
              const auto ready = readyToGoOn(run::forkRun(pathBytes(from), wanted, to, progress, place.options));
              return [this, ready, changes, wanted] {
                  const bool isGoing = guarded(
                      messages_, [&] { session_.goOn(std::move(ready->next), std::move(ready->before), {}, changes); });
                  if (isGoing) {
                      messages_.showNote(
                          tr("Forked at step %1. The run before stays as it is.").arg(numberText(double(wanted), 0)));
                  }
              };
          });
}

void RunDocument::bookmark(const QString& note)
{
    const std::int64_t step = playback_.step().value_or(session_.history().lastStep());
    if (session_.isLive()) { return session_.bookmark(note, playback_.step()); }
    const std::string path = pathBytes(session_.path());
    start(tr("Setting the bookmark..."),
          [this, path, step, text = note.toStdString()](const run::Progress&) -> Background::Done {
              run::addBookmark(path, step, text);
              return [this, step, text] {
                  run::Backlog mark;
                  mark.onMark({step, run::Mark::Kind::Bookmark, "", text, "", ""});
                  session_.append(mark);
              };
          });
}

} // namespace gridscope::ui
