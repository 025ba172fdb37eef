// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panel/sign_group_panel.h"

#include "core/method/alq/alq.h"
#include "ui/chart/numbers.h"
#include "ui/chart/sign_group.h"

#include <algorithm>

namespace gridscope::ui {

namespace {

SignGroup::Group groupOf(const run::Snapshot& snapshot, const std::string& layer)
{
    SignGroup::Group group;
    const run::Extra* coordinates = snapshot.extra(run::alq_extra::coordinates, layer);
    const run::Extra* signs = snapshot.extra(run::alq_extra::signs, layer);
    const run::Extra* weights = snapshot.extra(run::alq_extra::weights, layer);
    if (coordinates == nullptr || signs == nullptr || weights == nullptr) { return group; }
    constexpr std::size_t most = 8; // a file may tell more than there can be
    const std::size_t bases = std::min(most, coordinates->values.size());
    group.coordinates.assign(coordinates->values.begin(), coordinates->values.begin() + std::ptrdiff_t(bases));
    const std::size_t members = weights->values.size();
    for (std::size_t i = 0; i < bases && (i + 1) * members <= signs->values.size(); ++i) {
        const auto first = signs->values.begin() + std::ptrdiff_t(i * members);
        group.signs.emplace_back(first, first + std::ptrdiff_t(members));
    }
    group.weights.assign(weights->values.begin(), weights->values.end());
    return group;
}

} // namespace

SignGroupPanel::SignGroupPanel(QWidget* parent) : SignGroupPanel(new SignGroup, parent) {}

SignGroupPanel::SignGroupPanel(SignGroup* picture, QWidget* parent) : PictureBase(picture, parent), picture_(picture)
{
    refresh({}, {});
}

QString SignGroupPanel::emptyText(const run::History& history) const
{
    return history.hasStarted()
               ? tr("No group here: quantized training has not begun, or this layer stays float.")
               : noRunText(history, tr("No run yet. Here a group of weights will be taken apart into sign vectors."));
}

QString SignGroupPanel::draw(const run::History& history, const View& view)
{
    const std::string layer = layerName(history, view);
    const auto snapshot = newestTelling(history, view, run::alq_extra::coordinates, layer);
    if (!snapshot) {
        picture_->clear();
        return {};
    }
    SignGroup::Group group = groupOf(*snapshot, layer);
    const auto bases = std::ranges::count_if(group.coordinates, [](double a) { return a != 0; });
    const run::Extra* number = snapshot->extra(run::alq_extra::group, layer);
    const QString which =
        number != nullptr && !number->values.empty() ? numberText(double(number->values[0]), 0) : QStringLiteral("?");
    const QString name = tr("%1, group %2").arg(QString::fromStdString(layer), which);
    const auto members = group.weights.size();
    picture_->display(std::move(group),
                      {tr("%1: coefficients and sign vectors; below, weights and what they can be").arg(name),
                       tr("%1: coefficients, sign vectors, weights").arg(name), name});
    return tr("%1 at step %2: %3 weights as a sum of %4 sign vectors.")
        .arg(name, numberText(double(snapshot->step), 0), countText(members), countText(std::uint64_t(bases)));
}

} // namespace gridscope::ui
