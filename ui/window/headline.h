// SPDX-License-Identifier: GPL-3.0-or-later
// The line of results: validation accuracies (float, latent, quantized), size, mean bits and bit operations.
#pragma once

#include "ui/look/tile.h"
#include "ui/panel/panel.h"

namespace gridscope::ui {

class Headline final : public QWidget {
    Q_OBJECT
public:
    explicit Headline(QWidget* parent = nullptr);
    void refresh(const run::History& history, const View& view); // at the step that the view shows
    void setDense(bool isDense);                                 // little room: accuracies only

private:
    void refreshColours();
    void refreshSize(const run::History& history, const run::SnapshotPtr& shown);

    QLabel* caption_;
    Tile* float_;
    Tile* latent_;
    Tile* quantized_;
    Tile* size_;
    Tile* bits_;
    Tile* operations_;
    run::SnapshotPtr measured_; // the snapshot that size and bits were taken from
};

} // namespace gridscope::ui
