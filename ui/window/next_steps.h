// SPDX-License-Identifier: GPL-3.0-or-later
// What the message bar offers once a run has ended, so that its end is no dead end.
#pragma once

#include "ui/document/conductor.h"

#include <QAction>

namespace gridscope::ui {

class NextSteps final : public QObject {
    Q_OBJECT
public:
    explicit NextSteps(Conductor& conductor, QObject* parent = nullptr);
    // After this run: compared with the method that its own is best compared with, a step in slow motion, other settings.
    QList<QAction*> after(const run::RunConfig& config, bool hasTwin);
    QStringList longest() const; // their texts, for the room that they need

private:
    Conductor& conductor_;
    QAction* compare_;
    QAction* slow_;
    QAction* own_;
    QString other_; // "ste"
};

} // namespace gridscope::ui
