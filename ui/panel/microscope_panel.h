// SPDX-License-Identifier: GPL-3.0-or-later
// One followed weight of the chosen layer under the microscope: the list of followed weights, the picture, and its numbers
// with the formulas that they come from.
#pragma once

#include "ui/chart/microscope_view.h"
#include "ui/chart/weight_numbers.h"
#include "ui/panel/describe.h"
#include "ui/panel/phase_bar.h"

#include <QBoxLayout>
#include <QListWidget>
#include <QTableWidget>

namespace gridscope::ui {

class MicroscopePanel final : public Panel {
    Q_OBJECT
public:
    explicit MicroscopePanel(QWidget* parent = nullptr);
    void refresh(const run::History& history, const View& view) override;
    QString summary() const override { return summary_; }
    // The chosen weight is kept from layer to layer and run to run where there are as many.
    void magnify(std::size_t weight) override;
    std::optional<std::size_t> magnified() const override { return chosen_; }
    std::size_t chosen() const { return chosen_; }
    PhaseBar* phaseBar() override { return phases_; }
    MicroscopeView& microscope() { return *view_; }
    QListWidget& list() { return *list_; }
    QTableWidget& numbers() { return *numbers_; }
    PhaseBar& phases() { return *phases_; }

private:
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;
    void layOut();
    void showEmpty(const QString& text);
    void fillList(const run::LayerState& state, bool isQuantized);
    void fillNumbers(const OneWeight& one, const std::vector<WeightNumber>& facts);
    OneWeight showWeight(const run::History& history, const run::SnapshotPtr& snapshot,
                         std::size_t layer); // and gives it
    void step(int change);

    MicroscopeView* view_;
    QListWidget* list_;
    QTableWidget* numbers_;
    PhaseBar* phases_;
    QBoxLayout* layout_;
    std::size_t chosen_ = 0;
    std::size_t lively_ = 0; // where slow motion has most to show
    bool isChosenByHand_ = false;
    bool wasOn_ = false; // slow motion, at the last refresh
    bool isRefreshing_ = false;
    QString summary_;
};

} // namespace gridscope::ui
