// SPDX-License-Identifier: GPL-3.0-or-later
// A second run that is laid over the one on show: read from a file, or a twin that trains beside it. The panels draw it as
// outlines and dotted curves at the same step (View::other).
#pragma once

#include "ui/document/background.h"
#include "ui/document/twin.h"
#include "ui/window/message_bar.h"

#include "core/run/history.h"

namespace gridscope::ui {

class Comparison final : public QObject {
    Q_OBJECT
public:
    Comparison(RunSession& session, MessageBar& messages, QObject* parent);
    void open(const QString& path); // in the background; what goes wrong is said on the message bar
    Twin& twin() { return twin_; }
    void remove();
    const run::History* other() const { return twin_.isOn() ? &twin_.history() : other_.get(); }
    QString name() const { return twin_.isOn() ? twin_.name() : name_; } // of the file, short
    QString note(const run::RunConfig& here) const;                      // what is laid over, and how it differs

Q_SIGNALS:
    void changed();

private:
    // "method ste (here cpq), seed 2 (here 1)", or that nothing differs.
    QString differences(const run::RunConfig& here) const;
    void forgetFile();

    MessageBar& messages_;
    Twin twin_;
    Background background_;
    std::shared_ptr<run::History> other_;
    QString name_;
};

} // namespace gridscope::ui
