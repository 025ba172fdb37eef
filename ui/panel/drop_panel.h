// SPDX-License-Identifier: GPL-3.0-or-later
// Which masks DropBits drew in every step, of all layers.
#pragma once

#include "ui/chart/drop_raster.h"
#include "ui/panel/describe.h"

namespace gridscope::ui {

class DropPanel final : public Panel {
    Q_OBJECT
public:
    explicit DropPanel(QWidget* parent = nullptr);
    void refresh(const run::History& history, const View& view) override;
    QString summary() const override { return summary_; }
    DropRaster& raster() { return *view_; }

private:
    DropRaster* view_;
    RunIdentity run_;
    QString summary_;
};

} // namespace gridscope::ui
