// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panel/microscope_panel.h"

#include "core/method/methods.h"
#include "core/settings/settings.h"
#include "ui/chart/numbers.h"
#include "ui/chart/weight_numbers.h"
#include "ui/look/translate.h"

#include <QEvent>
#include <QHeaderView>
#include <QSignalBlocker>

#include <algorithm>
#include <cmath>

namespace gridscope::ui {

namespace {

constexpr int symbolColumn = 0;
constexpr int valueColumn = 1;
constexpr int formulaColumn = 2;
constexpr int rowsOfList = 4; // where the list stands above the picture

run::SnapshotPtr snapshotBefore(const run::History& history, const run::SnapshotPtr& snapshot)
{
    const auto all = history.snapshots();
    const auto at = std::ranges::lower_bound(all, snapshot->step, {}, [](const auto& s) { return s->step; });
    return at == all.begin() ? nullptr : *std::prev(at);
}

// What there is to see of a weight in one step: first whether it crosses a border, then how near to one it is, where the gradient
// is large, and how far it goes, in grid steps. Code 0 of the multi-class estimator is pulled by nothing.
double liveliness(const OneWeight& one)
{
    if (!one.before) { return 0; }
    const run::Levels levels = one.levels();
    const bool crosses = levels.nearest(*one.before) != levels.indexOf(one.code);
    const double cells = levels.cellsBelow(one.weight);
    const bool isInside = cells > 0 && cells < levels.size();
    const double nearness = isInside ? 2 * std::abs(cells - std::floor(cells) - 0.5) : 0; // 1 on a border
    const bool isPulled = one.backward != Backward::MultiClass || one.code != 0;
    return (crosses ? 100 : 0) + (isPulled ? 1 + nearness : 0)
           + std::min(1.0, std::abs(one.weight - *one.before) / one.cell());
}

std::size_t liveliest(const run::History& history, const run::SnapshotPtr& snapshot, std::size_t layer)
{
    const run::SnapshotPtr previous = snapshotBefore(history, snapshot);
    if (!previous || !previous->quantized) { return 0; }
    std::size_t best = 0;
    double most = -1;
    for (std::size_t i = 0; i < snapshot->layers[layer].followed.size(); ++i) {
        const bool isUsable = canBeLookedAt(snapshot->layers[layer], i) && canBeLookedAt(previous->layers[layer], i);
        const double lively = isUsable ? liveliness(oneWeight(history, snapshot, previous, layer, i)) : 0;
        if (lively <= most) { continue; }
        most = lively;
        best = i;
    }
    return best;
}

// What plain gradient descent has multiplied the gradient with; other optimizers keep no such number.
std::optional<double> plainRateOf(const run::History& history, std::int64_t step)
{
    const run::RunConfig& config = history.start().config;
    const auto& steps = history.steps();
    const auto at = std::ranges::lower_bound(steps, step, {}, &run::Step::index);
    const bool isPlain = config.optimizer == "sgd" && config.momentum == 0;
    return isPlain && at != steps.end() && at->index == step ? std::optional(at->learningRate) : std::nullopt;
}

std::optional<double> lossOf(const run::History& history, std::int64_t step)
{
    const auto& steps = history.steps();
    const auto at = std::ranges::lower_bound(steps, step, {}, &run::Step::index);
    return at != steps.end() && at->index == step ? std::optional(at->trainLoss) : std::nullopt;
}

// What the run's method has to say of the weight beside what is the same for all.
std::vector<WeightNumber> factsOf(const run::History& history, const run::Snapshot& snapshot, std::size_t layer,
                                  std::size_t weight)
{
    const run::RunConfig config = run::settingsAt(history, snapshot.step);
    const auto explain = run::methodOf(config).explain;
    std::vector<WeightNumber> rows;
    if (explain == nullptr) { return rows; }
    for (const run::Fact& fact : explain({config, snapshot, layer, double(snapshot.layers[layer].followed[weight])})) {
        const QString name = coreText(fact.name);
        rows.push_back({QString(), name, QString(), QStringLiteral("%1: %2").arg(name, toQt(fact.value))});
    }
    return rows;
}

void setTextIfNew(QTableWidget& table, int row, int column, const QString& text, const QString& help)
{
    QTableWidgetItem* item = table.item(row, column);
    if (item == nullptr) {
        item = new QTableWidgetItem;
        item->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable);
        table.setItem(row, column, item);
    }
    if (item->text() == text) { return; }
    item->setText(text);
    item->setToolTip(help);
    item->setData(Qt::AccessibleTextRole, column == symbolColumn ? help + QStringLiteral(", ") + text : text);
}

} // namespace

MicroscopePanel::MicroscopePanel(QWidget* parent)
    : Panel(parent), view_(new MicroscopeView), list_(new QListWidget), numbers_(new QTableWidget(0, 3)),
      phases_(new PhaseBar), layout_(new QBoxLayout(QBoxLayout::TopToBottom, this))
{
    list_->setObjectName(QStringLiteral("followedWeights"));
    list_->setAccessibleName(tr("Followed weights of the layer"));
    list_->setToolTip(tr("The weights that this run follows. Up and Down choose; a click into the river does, too."));
    list_->setFrameShape(QFrame::NoFrame);
    list_->setUniformItemSizes(true);
    list_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    numbers_->setObjectName(QStringLiteral("weightNumbers"));
    numbers_->setAccessibleName(tr("Numbers of the weight and where they come from"));
    numbers_->setHorizontalHeaderLabels({QString(), tr("value"), tr("formula with these values")});
    numbers_->verticalHeader()->hide();
    numbers_->horizontalHeader()->setStretchLastSection(true);
    numbers_->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    numbers_->horizontalHeader()->setHighlightSections(false);
    numbers_->setFrameShape(QFrame::NoFrame);
    numbers_->setShowGrid(false);
    numbers_->setWordWrap(true);
    numbers_->setSelectionBehavior(QAbstractItemView::SelectRows);
    numbers_->setTabKeyNavigation(false); // Tab leaves it
    numbers_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    layout_->setContentsMargins({});
    layout_->addWidget(list_);
    auto* picture = new QVBoxLayout;
    picture->setSpacing(0);
    picture->addWidget(phases_);
    picture->addWidget(view_, 1);
    layout_->addLayout(picture, 1);
    layout_->addWidget(numbers_);
    setFocusProxy(list_);
    connect(list_, &QListWidget::currentRowChanged, this, [this](int row) {
        if (isRefreshing_ || row < 0) { return; }
        magnify(static_cast<std::size_t>(row));
        Q_EMIT weightMagnified(chosen_);
    });
    connect(numbers_->horizontalHeader(), &QHeaderView::sectionResized, numbers_, &QTableWidget::resizeRowsToContents);
    connect(view_, &MicroscopeView::weightAsked, this, &MicroscopePanel::step);
    const auto again = [this] { Q_EMIT weightMagnified(chosen_); };
    connect(phases_, &PhaseBar::phaseMoved, this, again);
    connect(phases_, &PhaseBar::toggled, this, [this, again](bool isOn) {
        if (isOn && !isChosenByHand_) { chosen_ = lively_; }
        again();
    });
    layOut();
    refresh({}, {});
}

void MicroscopePanel::magnify(std::size_t weight)
{
    chosen_ = weight;
    isChosenByHand_ = true;
}

void MicroscopePanel::step(int change)
{
    list_->setCurrentRow(std::clamp(list_->currentRow() + change, 0, std::max(0, list_->count() - 1)));
}

void MicroscopePanel::refresh(const run::History& history, const View& view)
{
    const run::SnapshotPtr snapshot = shownSnapshot(history, view);
    const bool hasLayer = snapshot && view.layer < snapshot->layers.size();
    if (!history.hasStarted()) {
        showEmpty(noRunText(
            history, tr("No run yet. Here one weight will show how its grid point is chosen and what pulls at it.")));
    } else if (!snapshot) {
        showEmpty(tr("Waiting for the first snapshot."));
    } else if (!hasLayer) {
        showEmpty(tr("No weights here. Choose a layer in the list."));
    } else if (snapshot->layers[view.layer].followed.empty()) {
        showEmpty(tr("This run follows no single weight of the layer."));
    } else {
        const run::LayerState& state = snapshot->layers[view.layer];
        chosen_ = std::min(chosen_, state.followed.size() - 1);
        const bool inForce = snapshot->quantized && state.isQuantized();
        const bool isQuantized = inForce && canBeLookedAt(state, chosen_);
        lively_ = isQuantized ? liveliest(history, snapshot, view.layer) : 0;
        if (phases_->isOn() && !wasOn_ && !isChosenByHand_) {
            chosen_ = lively_;
        } // turned on before there was anything to show
        wasOn_ = phases_->isOn() && isQuantized;
        if (isQuantized) {
            const std::vector<WeightNumber> facts = factsOf(history, *snapshot, view.layer, chosen_);
            fillNumbers(showWeight(history, snapshot, view.layer), facts);
        } else {
            const bool isOtherGrid = inForce && !run::levelsOf(state).hasWholeCodes();
            const QString reason =
                isOtherGrid
                    ? tr("The microscope's formulas are those of grids whose points are whole multiples of a step "
                         "size; the points of this layer lie elsewhere.")
                : inForce ? tr(
                      "Training has diverged: the weight, its step size or its noise are no usable numbers any more.")
                : run::methodOf(run::settingsAt(history, snapshot->step)).traits.isFloat
                    ? tr("This run is full precision: there is no grid to choose from.")
                    : tr("Float training: weights may take any value, and no grid is in force before step 1.");
            const auto weight = static_cast<double>(state.followed[chosen_]);
            showEmpty(reason + QLatin1Char(' ') + tr("Weight %1 is %2.").arg(chosen_ + 1).arg(numberText(weight, 4)));
        }
        fillList(state, isQuantized);
        list_->show();
        numbers_->setVisible(isQuantized);
        phases_->setVisible(isQuantized);
    }
    describe(*this, *view_);
}

OneWeight MicroscopePanel::showWeight(const run::History& history, const run::SnapshotPtr& snapshot, std::size_t layer)
{
    const run::SnapshotPtr previous = snapshotBefore(history, snapshot);
    const OneWeight one = oneWeight(history, snapshot, previous, layer, chosen_);
    const bool isStep = phases_->isOn() && previous && previous->quantized && one.before
                        && canBeLookedAt(previous->layers[layer], chosen_);
    if (!isStep) {
        summary_ = weightSentence(one);
        view_->display(one);
        phases_->displayNothing(tr("No snapshot before this one: the arrow goes on to the next step."));
        return one;
    }
    OneStep step{oneWeight(history, previous, nullptr, layer, chosen_), one, std::nullopt, std::nullopt};
    if (one.step - previous->step == 1) {
        step.loss = lossOf(history, one.step);
        step.plainRate = plainRateOf(history, one.step);
    }
    phases_->display(step);
    view_->display(step, phases_->phase());
    summary_ = phaseName(phases_->phase()) + QStringLiteral(". ") + phases_->sentence();
    return isBeforeTheMove(phases_->phase()) ? step.before : step.after;
}

void MicroscopePanel::showEmpty(const QString& text)
{
    summary_ = text;
    view_->setEmptyText(text);
    view_->clear();
    list_->hide();
    numbers_->hide();
    phases_->hide();
}

void MicroscopePanel::fillList(const run::LayerState& state, bool isQuantized)
{
    isRefreshing_ = true;
    const int count = static_cast<int>(state.followed.size());
    while (list_->count() > count) { delete list_->takeItem(list_->count() - 1); }
    while (list_->count() < count) { list_->addItem(QString()); }
    const quantize::Grid grid{state.low, state.high};
    for (int i = 0; i < count; ++i) {
        const auto weight = static_cast<double>(state.followed[static_cast<std::size_t>(i)]);
        const QString value = numberText(weight, 4);
        const QString text = isQuantized ? tr("%1:  %2, code %3")
                                               .arg(i + 1)
                                               .arg(value, codeText(quantize::nearestCode(weight, state.alpha, grid)))
                                         : tr("%1:  %2").arg(i + 1).arg(value);
        if (list_->item(i)->text() != text) { list_->item(i)->setText(text); }
    }
    if (list_->currentRow() != static_cast<int>(chosen_)) { list_->setCurrentRow(static_cast<int>(chosen_)); }
    isRefreshing_ = false;
}

void MicroscopePanel::fillNumbers(const OneWeight& one, const std::vector<WeightNumber>& facts)
{
    auto numbers = weightNumbers(one);
    numbers.insert(numbers.end(), facts.begin(), facts.end());
    const bool isOther = numbers_->rowCount() != static_cast<int>(numbers.size());
    numbers_->setRowCount(static_cast<int>(numbers.size()));
    for (int row = 0; row < numbers_->rowCount(); ++row) {
        const WeightNumber& number = numbers[static_cast<std::size_t>(row)];
        setTextIfNew(*numbers_, row, symbolColumn, number.symbol, number.meaning);
        setTextIfNew(*numbers_, row, valueColumn, number.value, number.meaning);
        setTextIfNew(*numbers_, row, formulaColumn, number.formula, number.meaning);
    }
    if (isOther) { layOut(); }
}

// Beside each other where there is room, else on top of each other. Column widths do not follow the numbers: nothing jumps.
void MicroscopePanel::layOut()
{
    const QFontMetrics metrics(font());
    const int em = metrics.averageCharWidth();
    const bool isWide = width() > 110 * em;
    layout_->setDirection(isWide ? QBoxLayout::LeftToRight : QBoxLayout::TopToBottom);
    const int row = metrics.height() + 4;
    // Shares, not least widths: those would not let the panel become narrow again.
    constexpr int listEms = 26, pictureEms = 22, numbersEms = 62;
    layout_->setStretch(0, isWide ? listEms : 0);
    layout_->setStretch(1, isWide ? pictureEms : 1);
    layout_->setStretch(2, isWide ? numbersEms : 0);
    list_->setMaximumWidth(isWide ? listEms * em : QWIDGETSIZE_MAX);
    list_->setMaximumHeight(isWide ? QWIDGETSIZE_MAX : rowsOfList * row);
    numbers_->setColumnWidth(symbolColumn, 8 * em);
    numbers_->setColumnWidth(valueColumn, 14 * em);
    numbers_->setMaximumWidth(isWide ? numbersEms * em : QWIDGETSIZE_MAX);
    numbers_->setMaximumHeight(isWide ? QWIDGETSIZE_MAX : qMax(height() * 45 / 100, 4 * row));
    numbers_->resizeRowsToContents();
}

void MicroscopePanel::resizeEvent(QResizeEvent*) { layOut(); }

void MicroscopePanel::changeEvent(QEvent* event)
{
    Panel::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange) { layOut(); }
}

} // namespace gridscope::ui
