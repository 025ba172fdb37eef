// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/takeaway/figure.h"

#include "core/base/plain_text.h"
#include "core/base/version.h"
#include "core/export/report.h"
#include "core/method/methods.h"
#include "core/settings/config_fields.h"
#include "core/settings/settings.h"
#include "ui/chart/numbers.h"
#include "ui/look/plain_label.h"
#include "ui/look/theme.h"
#include "ui/look/translate.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QLayout>
#include <QVBoxLayout>

namespace gridscope::ui {

namespace {

constexpr double pixelsPerMillimetre = 96 / 25.4;

QSize sizeOf(FigureStyle style)
{
    const auto millimetres = [](double width, double height) {
        return QSize(qRound(width * pixelsPerMillimetre), qRound(height * pixelsPerMillimetre));
    };
    switch (style) {
    case FigureStyle::Column: return millimetres(84, 68);
    case FigureStyle::Page: return millimetres(174, 104);
    case FigureStyle::Slide: break;
    }
    return {1000, 600};
}

int letterPixels(FigureStyle style) { return style == FigureStyle::Slide ? 13 : 11; } // 11 px at 96 dpi are 8 points

const ViewInfo& viewOf(const FigureId& id)
{
    const ViewInfo* view = viewNamed(id.view);
    Q_ASSERT(view != nullptr);
    return *view;
}

QString layerName(const run::History& history, const FigureId& id)
{
    return QString::fromStdString(history.start().layers.at(id.layer).name);
}

std::int64_t shownStep(const run::History& history, std::optional<std::int64_t> step)
{
    const auto snapshot = shownSnapshot(history, {0, step});
    return snapshot ? snapshot->step : history.lastStep();
}

QString titleOf(const run::History& history, const FigureId& id, std::int64_t step)
{
    const ViewInfo& view = viewOf(id);
    const QString title = view.title(), at = numberText(double(step), 0);
    if (!view.isPerLayer) { return view.isOfOneStep ? tr("%1 at step %2").arg(title, at) : title; }
    const QString name = layerName(history, id);
    return view.isOfOneStep ? tr("%1 of %2 at step %3").arg(title, name, at) : tr("%1 of %2").arg(title, name);
}

QString bitsText(const run::RunConfig& config)
{
    const auto text = QString::fromStdString(run::fieldText(config, *run::findField("bits")));
    return run::methodOf(config).traits.isFloat ? tr("float") : tr("%1 bits").arg(text);
}

QString plain(const QString& name) { return QString::fromStdString(run::plainText(name.toStdString())); }

QString captionOf(const run::History& history, const QString& runName, std::int64_t step)
{
    const run::RunConfig c = run::settingsAt(history, step);
    return tr("%1 · %2 on %3 · %4, %5 · seed %6 · step %7 · Gridscope %8")
        .arg(plain(runName), QString::fromStdString(c.network), QString::fromStdString(c.data),
             QString::fromStdString(c.method), bitsText(c), QString::number(c.seed), numberText(double(step), 0),
             QString::fromUtf8(run::programVersion().data(), qsizetype(run::programVersion().size())));
}

QString laidOver(const View& view)
{
    return view.other != nullptr ? tr(" · laid over it: %1").arg(plain(view.otherName)) : QString();
}

QJsonObject stateOf(const run::History& history, const QString& view, const QString& runName, std::int64_t step)
{
    const run::RunConfig config = withoutPrivatePaths(run::settingsAtStart(history));
    QJsonObject state{
        {"program", "gridscope"},      {"version", QString::fromStdString(std::string(run::programVersion()))},
        {"run", plain(runName)},       {"step", qint64(step)},
        {"seed", qint64(config.seed)}, {"view", view}};
    state["settings"] = QJsonDocument::fromJson(QByteArray::fromStdString(run::configToJson(config, -1))).object();
    return state;
}

QByteArray bytesOf(const QJsonObject& state) { return QJsonDocument(state).toJson(QJsonDocument::Compact); }

QLabel* label(const QString& text, int pixels, bool bold)
{
    auto* made = new PlainLabel(text);
    QFont font = made->font();
    font.setPixelSize(pixels);
    font.setBold(bold);
    made->setFont(font);
    made->setWordWrap(true);
    return made;
}

} // namespace

std::vector<FigureId> figuresOf(const run::History& history)
{
    std::vector<FigureId> all;
    for (const ViewInfo& view : views()) {
        if (!view.isFigure || !view.isWanted(history, {})) { continue; }
        const std::size_t count = view.isPerLayer ? history.start().layers.size() : 1;
        for (std::size_t layer = 0; layer < count; ++layer) { all.push_back({view.key, layer}); }
    }
    return all;
}

std::optional<FigureId> figureOf(const ViewInfo& view, std::size_t layer)
{
    if (!view.isFigure) { return std::nullopt; }
    return FigureId{view.key, view.isPerLayer ? layer : 0};
}

QString figureName(const run::History& history, const FigureId& id)
{
    return viewOf(id).isPerLayer ? id.view + QLatin1Char('-') + layerName(history, id) : id.view;
}

Figure::Figure(const run::History& history, const FigureId& id, std::optional<std::int64_t> step,
               const QString& runName, FigureStyle style)
    : Figure(history, id, View{id.layer, step}, runName, style, nullptr)
{}

Figure::Figure(const run::History& history, const FigureId& id, const View& asked, const QString& runName,
               FigureStyle style, const Panel* looksLike)
    : widget_(std::make_unique<QWidget>()), style_(style)
{
    widget_->setAttribute(Qt::WA_DontShowOnScreen);
    QPalette paper = widget_->palette();
    paper.setColor(QPalette::Window, theme().surface);
    widget_->setPalette(paper);
    const int pixels = letterPixels(style);
    QFont font = widget_->font();
    font.setPixelSize(pixels);
    widget_->setFont(font);

    Panel* panel = viewOf(id).make().release(); // the layout gives it to the widget
    panel->setTitle(viewOf(id).title());
    panel->forPaper(style != FigureStyle::Column);
    View view = asked;
    view.layer = id.layer;
    const std::int64_t shown = shownStep(history, view.step);
    QJsonObject state = stateOf(history, figureName(history, id), runName, shown);
    if (viewOf(id).isPerLayer) { state["layer"] = layerName(history, id); }
    const QString said = captionOf(history, runName, shown) + laidOver(view);
    facts_ = {titleOf(history, id, shown), said, bytesOf(state)};
    QLabel* caption = label(facts_.description, pixels - 1, false);
    caption->setForegroundRole(QPalette::PlaceholderText);
    auto* column = new QVBoxLayout(widget_.get());
    column->setContentsMargins(6, 6, 6, 6);
    column->addWidget(label(facts_.title, pixels + 3, true));
    column->addWidget(panel, 1);
    column->addWidget(caption);
    widget_->resize(sizeOf(style));
    widget_->ensurePolished();
    widget_->show();               // lays out; WA_DontShowOnScreen keeps it off every screen
    panel->refresh(history, view); // which may choose another layout and begin its ranges anew
    if (looksLike != nullptr) { panel->takeLook(*looksLike); }
    column->activate();
    panel->refresh(history, view);
}

Figure::~Figure() = default;

QByteArray Figure::picture(const QString& format) const
{
    return pictureOf(*widget_, format, facts_, style_ == FigureStyle::Slide ? 2 : 300.0 / 96);
}

PictureFacts factsOfAll(const run::History& history, std::optional<std::int64_t> step, const QString& runName)
{
    const std::int64_t shown = shownStep(history, step);
    return {tr("All views of %1").arg(plain(runName)), captionOf(history, runName, shown),
            bytesOf(stateOf(history, QStringLiteral("all"), runName, shown))};
}

QImage Figure::image(double ratio) const { return imageOf(*widget_, ratio); }

} // namespace gridscope::ui
