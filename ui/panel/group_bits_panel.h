// SPDX-License-Identifier: GPL-3.0-or-later
// How many groups of the chosen layer have how many bits, over the steps.
#pragma once

#include "ui/panel/picture_base.h"

namespace gridscope::ui {

class ShareStack;

class GroupBitsPanel final : public PictureBase {
    Q_OBJECT
public:
    explicit GroupBitsPanel(QWidget* parent = nullptr);

private:
    explicit GroupBitsPanel(ShareStack* picture, QWidget* parent);
    QString draw(const run::History& history, const View& view) override;
    QString emptyText(const run::History& history) const override;

    ShareStack* picture_;
};

} // namespace gridscope::ui
