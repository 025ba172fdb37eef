// SPDX-License-Identifier: GPL-3.0-or-later
// The chosen layer's weights over all steps.
#pragma once

#include "ui/chart/river_view.h"
#include "ui/panel/describe.h"

#include <QToolButton>

namespace gridscope::ui {

class RiverPanel final : public Panel {
    Q_OBJECT
public:
    explicit RiverPanel(QWidget* parent = nullptr);
    void refresh(const run::History& history, const View& view) override;
    QString summary() const override { return summary_; }
    void takeLook(const Panel& shown) override; // the weight that stands out
    void forPaper(bool) override { isOnPaper_ = true; }
    RiverView& river() { return *view_; }
    void pointOut(std::optional<std::size_t> weight) override { view_->setWeight(weight); }

private:
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;
    void placeStub();
    void showStub(const run::History& history, const View& view, bool hasLayer);
    void showBeside(const run::History& history, const View& view, bool isShown);

    RiverView* view_;
    RiverView* beside_; // the other run's, on the same axes
    QToolButton* stub_; // of float training that is folded away
    bool isOnPaper_ = false;
    QString summary_;
};

} // namespace gridscope::ui
