// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/screenshot.h"

#include "ui/picture_export.h"

namespace gridscope::ui {

void saveScreenshotAt(MainWindow& window, std::int64_t step, const QString& file, std::function<void(const QString&)> done)
{
    auto* once = new QObject(&window);       // its end cuts both connections
    const auto take = [&window, once, file, done = std::move(done)] {
        once->deleteLater();
        once->disconnect();
        QObject::disconnect(&window, nullptr, once, nullptr);
        QTimer::singleShot(0, &window, [&window, file, done] {       // after the layout has settled
            try {
                savePicture(window, file);
                done({});
            } catch (const Error& error) {
                done(QString::fromStdString(error.what()));
            }
        });
    };
    QObject::connect(&window, &MainWindow::stepShown, once, [step, take](std::int64_t shown) {
        if (shown >= step) { take(); }
    });
    QObject::connect(&window, &MainWindow::runEnded, once, take);
}

} // namespace gridscope::ui
