// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/takeaway/screenshot.h"

#include <QApplication>
#include <QKeyEvent>
#include <QPixmap>

namespace gridscope::ui {
namespace {

void press(MainWindow& window, const QString& name)
{
    const QKeySequence sequence(name);
    if (sequence.isEmpty()) { return; }
    const QKeyCombination key = sequence[0];
    QKeyEvent event(QEvent::KeyPress, key.key(), key.keyboardModifiers());
    QWidget* focus = window.focusWidget();
    QApplication::sendEvent(focus != nullptr ? focus : &window, &event);
}

QString fillWith(const MainWindow& window, const QString& title)
{
    auto* workspace = window.findChild<Workspace*>();
    for (PanelFrame* frame : workspace->frames()) {
        const bool isMeant =
            frame->info().key == title.toLower() || frame->panel().title().compare(title, Qt::CaseInsensitive) == 0;
        if (!isMeant) { continue; }
        workspace->maximise(frame);
        return {};
    }
    return MainWindow::tr("There is no panel \"%1\" here.").arg(title);
}

QString saveWindow(MainWindow& window, const Screenshot& picture)
{
    if (window.session().isRecorded()) { window.playback().seek(picture.step); }
    if (!picture.panel.isEmpty()) {
        if (const QString problem = fillWith(window, picture.panel); !problem.isEmpty()) { return problem; }
    }
    for (const QString& key : picture.keys.split(QLatin1Char(' '), Qt::SkipEmptyParts)) { press(window, key); }
    QApplication::processEvents(); // the layout settles
    const bool isSaved = window.grab().save(picture.file, "PNG");
    return isSaved ? QString()
                   : MainWindow::tr("Cannot write the picture %1; is there room, and may you write there?")
                         .arg(picture.file);
}

} // namespace

void saveScreenshot(MainWindow& window, const Screenshot& picture, std::function<void(const QString&)> done)
{
    auto* once = new QObject(&window); // its end cuts both connections
    const auto take = [&window, once, picture, done = std::move(done)] {
        QObject::disconnect(&window, nullptr, once, nullptr);
        once->deleteLater();
        QTimer::singleShot(0, &window,
                           [&window, picture, done] { done(saveWindow(window, picture)); }); // the layout settles first
    };
    QObject::connect(&window, &MainWindow::stepShown, once, [step = picture.step, take](std::int64_t shown) {
        if (shown >= step) { take(); }
    });
    QObject::connect(&window, &MainWindow::runEnded, once, take);
}

} // namespace gridscope::ui
