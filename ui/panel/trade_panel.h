// SPDX-License-Identifier: GPL-3.0-or-later
// Mean bits of a weight against accuracy, as the run went.
#pragma once

#include "ui/panel/picture_base.h"

namespace gridscope::ui {

class TradeView;

class TradePanel final : public PictureBase {
    Q_OBJECT
public:
    explicit TradePanel(QWidget* parent = nullptr);

private:
    explicit TradePanel(TradeView* picture, QWidget* parent);
    QString draw(const run::History& history, const View& view) override;
    QString emptyText(const run::History& history) const override;

    TradeView* picture_;
};

} // namespace gridscope::ui
