// SPDX-License-Identifier: GPL-3.0-or-later
// Follows a run file that is still being written, by this or another program: looks a few times a second whether it has
// grown and brings what is new. Reading happens on a thread of its own.
#pragma once

#include "core/file/run_reader.h"
#include "core/run/backlog.h"
#include "ui/document/background.h"

#include <QTimer>

#include <filesystem>

namespace gridscope::ui {

class RunFollower final : public QObject {
    Q_OBJECT
public:
    explicit RunFollower(QObject* parent = nullptr);
    void follow(std::shared_ptr<run::RunReader> reader); // one that has told all it knows
    void stop();

Q_SIGNALS:
    void news(const gridscope::run::Backlog& events);
    void lost(const QString& path); // what was told is no longer true; open it anew

private:
    void look();
    bool hasChanged();

    std::shared_ptr<run::RunReader> reader_;
    std::pair<std::uintmax_t, std::filesystem::file_time_type> seen_;
    QTimer timer_;
    Background background_;
};

} // namespace gridscope::ui
