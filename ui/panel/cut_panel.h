// SPDX-License-Identifier: GPL-3.0-or-later
// The newest step of pruning: what competed, sorted by what the loss would lose, and where the cut was.
#pragma once

#include "ui/panel/picture_base.h"

namespace gridscope::ui {

class CutView;

class CutPanel final : public PictureBase {
    Q_OBJECT
public:
    explicit CutPanel(QWidget* parent = nullptr);

private:
    explicit CutPanel(CutView* picture, QWidget* parent);
    QString draw(const run::History& history, const View& view) override;
    QString emptyText(const run::History& history) const override;

    CutView* picture_;
};

} // namespace gridscope::ui
