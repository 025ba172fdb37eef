// SPDX-License-Identifier: GPL-3.0-or-later
// The chosen layer's histogram with its score as a large number, more numbers below, and the choice of the share axis. A run that is
// compared stands beside it, on the same axes, or is laid over it.
#pragma once

#include "ui/chart/histogram_view.h"
#include "ui/chart/score_hero.h"
#include "ui/panel/describe.h"

#include <QBoxLayout>
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
    HistogramView& other() { return *beside_.view; } // visible where another run stands beside
    const ScoreHero& otherHero() const { return *beside_.hero; }
    void forPaper(bool hasRoom) override; // else without the facts

private:
    struct Fact {
        QLabel* caption;
        QLabel* value;
    };
    Fact addFact(const QString& caption, const QString& help, QLayout& row);
    void fillFacts(const run::LayerInfo& info, const run::LayerState& state, bool inForce);
    void showEmpty(const QString& text);
    struct Half {
        QWidget* box;
        QBoxLayout* layout;
        ScoreHero* hero;
        HistogramView* view;
    };
    static Half makeHalf();
    void arrange(bool isPair);
    void showHero(const run::History& history, const View& view, const run::LayerState& state,
                  const run::Snapshot& snapshot);
    void showBeside(const run::History& history, const View& view, const run::Snapshot& snapshot);

    Half own_, beside_;
    HistogramView* view_; // of the run on show
    ScoreHero* hero_;
    QComboBox* scale_;
    QWidget* facts_;
    bool hasFacts_ = true;
    bool isPair_ = false;
    bool isOnPaper_ = false;
    Fact layer_, bits_, alpha_, score_, scoreNonzero_, zero_, changed_, error_;
    RunIdentity run_;
    std::size_t shownLayer_ = 0;
    QString summary_;
};

} // namespace gridscope::ui
