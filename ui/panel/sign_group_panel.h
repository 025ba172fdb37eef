// SPDX-License-Identifier: GPL-3.0-or-later
// The opened group of the chosen layer: coefficients, sign vectors, reachable values against its weights.
#pragma once

#include "ui/panel/picture_base.h"

namespace gridscope::ui {

class SignGroup;

class SignGroupPanel final : public PictureBase {
    Q_OBJECT
public:
    explicit SignGroupPanel(QWidget* parent = nullptr);

private:
    explicit SignGroupPanel(SignGroup* picture, QWidget* parent);
    QString draw(const run::History& history, const View& view) override;
    QString emptyText(const run::History& history) const override;

    SignGroup* picture_;
};

} // namespace gridscope::ui
