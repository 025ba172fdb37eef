// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/screenshot.h"

#include <QPixmap>

namespace gridscope::ui {
namespace {

QString saveWindow(MainWindow& window, const QString& file)
{
    const bool isSaved = window.grab().save(file, "PNG");
    return isSaved ? QString() : MainWindow::tr("Cannot write the picture %1; is there room, and may you write there?").arg(file);
}

} // namespace

void saveScreenshotAt(MainWindow& window, std::int64_t step, const QString& file, std::function<void(const QString&)> done)
{
    auto* once = new QObject(&window);       // its end cuts both connections
    const auto take = [&window, once, file, done = std::move(done)] {
        QObject::disconnect(&window, nullptr, once, nullptr);
        once->deleteLater();
        QTimer::singleShot(0, &window, [&window, file, done] { done(saveWindow(window, file)); });   // the layout settles first
    };
    QObject::connect(&window, &MainWindow::stepShown, once, [step, take](std::int64_t shown) {
        if (shown >= step) { take(); }
    });
    QObject::connect(&window, &MainWindow::runEnded, once, take);
}

} // namespace gridscope::ui
