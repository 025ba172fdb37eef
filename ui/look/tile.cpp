// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/look/tile.h"

#include "ui/look/plain_label.h"

#include <QEvent>
#include <QVBoxLayout>

namespace gridscope::ui {
namespace {

const char* roleOf(Tile::Weight weight)
{
    switch (weight) {
    case Tile::Weight::Quiet: return "quietValue";
    case Tile::Weight::Normal: return "value";
    case Tile::Weight::Big: return "bigValue";
    }
    return "value";
}

} // namespace

void reserveWidth(QLabel& label, int width)
{
    if (label.minimumWidth() == width) { return; }
    label.setMinimumWidth(width);
    label.setIndent(label.indent()); // forgets the hint
}

Tile::Tile(const QString& caption, const QString& widest, Weight weight, QWidget* parent)
    : QWidget(parent), caption_(new PlainLabel(this)), value_(new PlainLabel(tr("–"), this)), widest_(widest)
{
    caption_->setProperty("role", "caption");
    value_->setProperty("role", roleOf(weight));
    caption_->setTextFormat(Qt::RichText);
    value_->setTextFormat(Qt::PlainText);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(caption_);
    column->addWidget(value_);
    setCaption(caption);
}

void Tile::setCaption(const QString& caption)
{
    if (caption == captionText_) { return; }
    captionText_ = caption;
    showCaption();
}

void Tile::setSwatch(const QColor& color)
{
    swatch_ = color;
    showCaption();
}

void Tile::showCaption()
{
    const QString dot =
        swatch_.isValid() ? QStringLiteral("<span style='color:%1'>\u25CF</span> ").arg(swatch_.name()) : QString();
    caption_->setText(dot + captionText_.toHtmlEscaped());
    setAccessibleName(captionText_ + QLatin1Char(' ') + value());
}

void Tile::setValue(const QString& value)
{
    if (value == value_->text()) { return; }
    value_->setText(value);
    setAccessibleName(captionText_ + QLatin1Char(' ') + value);
}

bool Tile::event(QEvent* event)
{
    const bool done = QWidget::event(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange
        || event->type() == QEvent::Polish) {
        reserve();
    }
    return done;
}

void Tile::reserve()
{
    value_->ensurePolished();
    reserveWidth(*value_, value_->fontMetrics().horizontalAdvance(widest_) + 2);
}

} // namespace gridscope::ui
