// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chart/score_hero.h"

#include "ui/chart/numbers.h"

#include <algorithm>
#include <cmath>

namespace gridscope::ui {

void drawScoreBar(QPainter& painter, const QRectF& rect, double score, bool isCollapsed)
{
    painter.fillRect(rect, theme().gap);
    if (isCollapsed) {
        painter.fillRect(QRectF(rect.left(), rect.center().y() - strokeWidth(1) / 2, rect.width(), strokeWidth(1)),
                         theme().warning);
        return;
    }
    const double share = std::isfinite(score) ? std::clamp(score, 0.0, 1.0) : 0;
    painter.fillRect(QRectF(rect.left(), rect.top(), rect.width() * share, rect.height()), theme().quantized);
}

ScoreHero::ScoreHero(QWidget* parent) : ChartWidget(parent)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Preferred);
}

void ScoreHero::display(const Content& content)
{
    if (content == content_) { return; }
    content_ = content;
    setAccessibleName(tr("Clustering score"));
    setAccessibleDescription(sentence());
    update();
}

void ScoreHero::setUpright(bool isUpright)
{
    isUpright_ = isUpright;
    setSizePolicy(isUpright ? QSizePolicy::Fixed : QSizePolicy::Preferred,
                  isUpright ? QSizePolicy::Preferred : QSizePolicy::Fixed);
    updateGeometry();
    update();
}

QFont ScoreHero::largeFont() const
{
    QFont large = font();
    constexpr double factor = 2.2;
    if (large.pointSizeF() > 0) {
        large.setPointSizeF(factor * large.pointSizeF());
    } else {
        large.setPixelSize(int(factor * large.pixelSize()));
    }
    large.setBold(true);
    return large;
}

QString ScoreHero::number() const
{
    if (!content_.isInForce) { return QString(QChar(0x2013)); }
    return content_.isCollapsed ? tr("collapsed") : scoreText(content_.score.value_or(std::nan("")));
}

QString ScoreHero::below() const
{
    if (content_.accuracy.isEmpty()) { return {}; }
    return content_.isGuessing ? tr("%1: guessing").arg(content_.accuracy) : tr("%1 right").arg(content_.accuracy);
}

QColor ScoreHero::numberColor() const
{
    if (!content_.isInForce) { return theme().faintText; }
    return isPraised() ? theme().text : wordsColor(theme().warning);
}

QString ScoreHero::sentence() const
{
    QString text = content_.isInForce ? tr("clustering score %1").arg(number()) : tr("no grid in force");
    if (!below().isEmpty()) { text += QStringLiteral(", ") + below(); }
    return content_.name.isEmpty() ? text : content_.name + QStringLiteral(": ") + text;
}

QSize ScoreHero::sizeHint() const
{
    const QFontMetrics metrics = fontMetrics(), large(largeFont());
    if (!isUpright_) { return {20 * metrics.averageCharWidth(), large.height()}; }
    const int width =
        std::max({large.horizontalAdvance(scoreText(-0.88)), metrics.horizontalAdvance(tr("clustering score")),
                  metrics.horizontalAdvance(tr("%1: guessing").arg(accuracyText(0.888)))});
    return {width + metrics.averageCharWidth(), large.height() + 4 * metrics.height()};
}

QSize ScoreHero::minimumSizeHint() const
{
    return isUpright_ ? sizeHint() : QSize(6 * fontMetrics().averageCharWidth(), sizeHint().height());
}

void ScoreHero::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    lettering_.clear();
    painter.fillRect(rect(), theme().surface);
    painter.setRenderHint(QPainter::Antialiasing);
    isUpright_ ? paintUpright(painter) : paintLine(painter);
}

void ScoreHero::paintBar(QPainter& painter, const QRectF& rect) const
{
    drawScoreBar(painter, rect, content_.isInForce ? content_.score.value_or(0) : 0,
                 content_.isInForce && !isPraised());
}

void ScoreHero::paintUpright(QPainter& painter)
{
    const double line = QFontMetricsF(font()).height();
    const QString caption = content_.name.isEmpty() ? tr("clustering score") : content_.name;
    painter.setPen(theme().faintText);
    painter.drawText(QRectF(0, 0, width(), line), Qt::AlignLeft, caption);
    QFont large = largeFont();
    if (QFontMetricsF(large).horizontalAdvance(number()) > width()) { // a word
        large = font();
        large.setBold(true);
    }
    const double height = QFontMetricsF(largeFont()).height();
    painter.setFont(large);
    painter.setPen(numberColor());
    painter.drawText(QRectF(0, line, width(), height), Qt::AlignLeft | Qt::AlignVCenter, number());
    painter.setFont(font());
    paintBar(painter, QRectF(0, line + height + line / 4, width() - line / 2, line / 2));
    painter.setPen(theme().text);
    painter.drawText(QRectF(0, 2.25 * line + height, width(), line), Qt::AlignLeft, below());
}

void ScoreHero::paintLine(QPainter& painter)
{
    const QFontMetricsF metrics(font());
    const double gap = metrics.height() / 2;
    QFont bold = font();
    bold.setBold(true);
    double x = 0;
    const auto say = [&](const QString& text, const QFont& with, const QColor& color) {
        painter.setFont(with);
        painter.setPen(color);
        const double wide = QFontMetricsF(with).horizontalAdvance(text);
        painter.drawText(QRectF(x, 0, wide + 1, height()), Qt::AlignLeft | Qt::AlignVCenter, text);
        x += wide + gap;
    };
    say(content_.name, bold, theme().text);
    say(number(), largeFont(), numberColor());
    const double end = width() - metrics.horizontalAdvance(below()) - gap;
    const double most = 12 * metrics.averageCharWidth();
    const QRectF bar(x, height() / 2.0 - metrics.height() / 4, std::min(most, end - x), metrics.height() / 2);
    if (bar.width() > 3 * metrics.averageCharWidth()) {
        paintBar(painter, bar);
        x = bar.right() + gap;
    }
    if (x <= end + gap) { say(below(), font(), theme().text); }
}

} // namespace gridscope::ui
