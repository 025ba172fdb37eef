// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panel/group_panels.h"

#include "core/method/alq/alq.h"
#include "ui/chart/numbers.h"
#include "ui/chart/sign_group.h"
#include "ui/panel/picture_panel.h"
#include "ui/panel/told.h"

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

// The opened group of the chosen layer: coefficients, sign vectors, reachable values against its weights.
class SignGroupPanel final {
    Q_DECLARE_TR_FUNCTIONS(gridscope::ui::SignGroupPanel)
public:
    using Picture = SignGroup;
    static QString draw(SignGroup& picture, const run::History& history, const View& view);
    static QString emptyText(const run::History& history)
    {
        if (!history.hasStarted()) {
            return noRunText(history, tr("No run yet. Here a group of weights will be taken apart into sign vectors."));
        }
        return tr("No group here: quantized training has not begun, or this layer stays float.");
    }
};

QString SignGroupPanel::draw(SignGroup& picture, const run::History& history, const View& view)
{
    const std::string layer = layerName(history, view);
    const auto snapshot = newestTelling(history, view, run::alq_extra::coordinates, layer);
    if (!snapshot) {
        picture.clear();
        return {};
    }
    SignGroup::Group group = groupOf(*snapshot, layer);
    const auto bases = std::ranges::count_if(group.coordinates, [](double a) { return a != 0; });
    const run::Extra* number = snapshot->extra(run::alq_extra::group, layer);
    const QString which =
        number != nullptr && !number->values.empty() ? numberText(double(number->values[0]), 0) : QStringLiteral("?");
    const QString name = tr("%1, group %2").arg(QString::fromStdString(layer), which);
    const auto members = group.weights.size();
    picture.display(std::move(group),
                    {tr("%1: coefficients and sign vectors; below, weights and what they can be").arg(name),
                     tr("%1: coefficients, sign vectors, weights").arg(name), name});
    return tr("%1 at step %2: %3 weights as a sum of %4 sign vectors.")
        .arg(name, numberText(double(snapshot->step), 0), countText(members), countText(std::uint64_t(bases)));
}

std::unique_ptr<Panel> makeSignGroupPanel() { return std::make_unique<PicturePanel<SignGroupPanel>>(); }

} // namespace gridscope::ui
