// SPDX-License-Identifier: GPL-3.0-or-later
// The chosen layer's histogram, its numbers below, and the choice of the share axis.
#pragma once

#include "ui/chart/histogram_view.h"
#include "ui/panel/describe.h"

#include <QComboBox>
#include <QLabel>

namespace gridscope::ui {

class HistogramPanel final : public Panel {
    Q_OBJECT
public:
    explicit HistogramPanel(QWidget* parent = nullptr);
    void refresh(const run::History& history, const View& view) override;
    QString summary() const override { return summary_; }
    void takeLook(const Panel& shown) override; // the scale of its shares
    HistogramView& histogram() { return *view_; }
    void forPaper(bool hasRoom) override; // else without the facts

private:
    struct Fact {
        QLabel* caption;
        QLabel* value;
    };
    Fact addFact(const QString& caption, const QString& help, QLayout& row);
    void fillFacts(const run::LayerInfo& info, const run::LayerState& state, bool inForce);
    void showEmpty(const QString& text);

    HistogramView* view_;
    QComboBox* scale_;
    QWidget* facts_;
    bool hasFacts_ = true;
    Fact layer_, bits_, alpha_, score_, scoreNonzero_, zero_, changed_, error_;
    RunIdentity run_;
    std::size_t shownLayer_ = 0;
    QString summary_;
};

} // namespace gridscope::ui
