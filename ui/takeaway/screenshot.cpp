// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/takeaway/screenshot.h"

#include "core/base/error.h"

#include <QApplication>
#include <QKeyEvent>
#include <QPixmap>

namespace gridscope::ui {
namespace {

// A command or the key of one is performed; another key is for the widget that has the keyboard.
void press(MainWindow& window, const QString& word)
{
    const QKeySequence sequence(word);
    const Command* named = findCommand(word);
    const Command* command = named != nullptr ? named : window.keys().commandOf(sequence);
    if (command != nullptr && window.conductor().isPossible(QLatin1String(command->name))) {
        return window.conductor().perform(QLatin1String(command->name), QLatin1String(command->argument));
    }
    if (sequence.isEmpty()) { return; }
    const QKeyCombination key = sequence[0];
    QKeyEvent event(QEvent::KeyPress, key.key(), key.keyboardModifiers());
    QWidget* focus = window.focusWidget();
    QApplication::sendEvent(focus != nullptr ? focus : &window, &event);
}

QString saveWindow(MainWindow& window, const Screenshot& picture)
{
    Conductor& conductor = window.conductor();
    try {
        if (window.session().isRecorded()) { conductor.perform("seek", QString::number(picture.step)); }
        if (!picture.panel.isEmpty()) { conductor.perform("maximise", picture.panel); }
        for (const QString& word : picture.keys.split(QLatin1Char(' '), Qt::SkipEmptyParts)) { press(window, word); }
    } catch (const Error& error) {
        return QString::fromStdString(error.what());
    }
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
