// SPDX-License-Identifier: GPL-3.0-or-later
// The map of mirror descent as it steepens, and the weights of the chosen layer that slide up it.
#pragma once

#include "ui/panel/picture_base.h"

namespace gridscope::ui {

class MapCurve;

class MapPanel final : public PictureBase {
    Q_OBJECT
public:
    explicit MapPanel(QWidget* parent = nullptr);

private:
    MapPanel(MapCurve* chart, QWidget* parent);
    QString draw(const run::History& history, const View& view) override;
    QString emptyText(const run::History& history) const override;

    MapCurve* chart_;
};

} // namespace gridscope::ui
