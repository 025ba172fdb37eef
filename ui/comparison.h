// SPDX-License-Identifier: GPL-3.0-or-later
// A second run that is laid over the one on show: read from a file, drawn by the panels as outlines and dashed curves at the
// same step (View::other).
#pragma once

#include "ui/background.h"
#include "ui/message_bar.h"

#include "core/run/history.h"

namespace gridscope::ui {

class Comparison final : public QObject {
    Q_OBJECT
public:
    Comparison(MessageBar& messages, QObject* parent);
    void open(const QString& path); // in the background; what goes wrong is said on the message bar
    void takeAway();
    const run::History* other() const { return other_.get(); }
    const QString& name() const { return name_; } // of the file, short
    // "method ste (here cpq), seed 2 (here 1)", or that nothing differs.
    QString differences(const run::RunConfig& here) const;

Q_SIGNALS:
    void changed();

private:
    MessageBar& messages_;
    Background background_;
    std::shared_ptr<run::History> other_;
    QString name_;
};

} // namespace gridscope::ui
