// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/takeaway/replay.h"

#include "core/settings/settings.h"
#include "ui/chart/histogram_view.h"
#include "ui/chart/numbers.h"
#include "ui/chart/picture.h"
#include "ui/look/plain_label.h"
#include "ui/look/translate.h"
#include "ui/takeaway/animation.h"

#include <QCoreApplication>
#include <QGridLayout>
#include <QLabel>

#include <cmath>

namespace gridscope::ui {

namespace {

constexpr std::size_t mostTiles = 9; // more would be too small to read
constexpr int letterPixels = 12;

QLabel* label(int pixels, bool bold)
{
    auto* made = new PlainLabel;
    QFont font = made->font();
    font.setPixelSize(pixels);
    font.setBold(bold);
    made->setFont(font);
    return made;
}

// "quantized 88.5 %": of the newest evaluation up to that step.
QString accuracyAt(const run::History& history, std::int64_t step)
{
    QString text;
    for (const auto& e : history.evaluations()) {
        if (e.step > step) { break; }
        const auto& score = e.quantized ? e.quantized : e.latent;
        if (score) { text = (e.quantized ? tr("quantized %1") : tr("float %1")).arg(accuracyText(score->accuracy)); }
    }
    return text;
}

} // namespace

Replay::Replay(const run::History& history, const QString& runName)
    : history_(history), runName_(runName), scene_(std::make_unique<QWidget>()), title_(label(letterPixels + 4, true))
{
    scene_->setAttribute(Qt::WA_DontShowOnScreen);
    QPalette paper = scene_->palette();
    paper.setColor(QPalette::Window, theme().surface);
    scene_->setPalette(paper);
    QFont font = scene_->font();
    font.setPixelSize(letterPixels);
    scene_->setFont(font);
    auto* grid = new QGridLayout(scene_.get());
    grid->setContentsMargins(10, 10, 10, 10);
    const std::size_t tiles = std::min(history.start().layers.size(), mostTiles);
    const int columns = int(std::ceil(std::sqrt(double(tiles))));
    grid->addWidget(title_, 0, 0, 1, std::max(columns, 1));
    for (std::size_t i = 0; i < tiles; ++i) {
        const Tile tile{label(letterPixels, true), new HistogramView};
        tile.view->setScale(HistogramView::Scale::SquareRoot);
        const int row = 1 + 2 * (int(i) / columns);
        grid->addWidget(tile.caption, row, int(i) % columns);
        grid->addWidget(tile.view, row + 1, int(i) % columns);
        grid->setRowStretch(row + 1, 1);
        tiles_.push_back(tile);
    }
    scene_->resize(size());
    scene_->show(); // lays out; WA_DontShowOnScreen keeps it off every screen
}

Replay::~Replay() = default;

std::size_t Replay::frames() const { return history_.snapshots().size(); }

QImage Replay::frame(std::size_t index) const
{
    const auto& snapshot = history_.snapshots()[index];
    const QString accuracy = accuracyAt(history_, snapshot->step);
    title_->setText(tr("%1 · %2 · step %3")
                        .arg(runName_, QString::fromStdString(run::settingsAt(history_, snapshot->step).method),
                             numberText(double(snapshot->step), 0))
                    + (snapshot->quantized ? QString() : tr(" (float)"))
                    + (accuracy.isEmpty() ? QString() : QStringLiteral(" · ") + accuracy));
    for (std::size_t i = 0; i < tiles_.size() && i < snapshot->layers.size(); ++i) {
        const auto& info = history_.start().layers[i];
        const auto& state = snapshot->layers[i];
        const QString bits =
            state.isQuantized() ? tr("%1 bits").arg(QString::fromStdString(run::bitsText(state))) : tr("float");
        const bool inForce = snapshot->quantized && state.isQuantized();
        tiles_[i].caption->setText(
            tr("%1: %2, score %3").arg(QString::fromStdString(info.name), bits, scoreOrCollapse(state, inForce)));
        if (index == 0) { tiles_[i].view->startOver(); }
        tiles_[i].view->setTime(std::int64_t(index) * 1000 / framesPerSecond);
        if (state.histogram.empty()) {
            tiles_[i].view->clear();
        } else {
            tiles_[i].view->display(snapshot, i, info.parameters);
        }
    }
    return imageOf(*scene_, 1);
}

} // namespace gridscope::ui
