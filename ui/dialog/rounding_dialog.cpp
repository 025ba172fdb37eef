// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialog/rounding_dialog.h"

#include "ui/chart/numbers.h"
#include "ui/chart/point_curve.h"
#include "ui/dialog/dialog_frame.h"
#include "ui/look/plain_label.h"

#include <QDialogButtonBox>
#include <QVBoxLayout>

namespace gridscope::ui {

RoundingDialog::RoundingDialog(const QString& what, QWidget* parent)
    : QDialog(parent), number_(new PlainLabel(this)), state_(new PlainLabel(this)),
      slider_(new QSlider(Qt::Horizontal, this)), curve_(new PointCurve(this))
{
    setWindowTitle(tr("Round without training"));
    setObjectName(QStringLiteral("rounding"));
    setAttribute(Qt::WA_DeleteOnClose);
    auto* question = new PlainLabel(
        tr("What if the weights of %1 were rounded, and nothing trained? Every layer's step size is the one with the "
           "smallest squared error; accuracy is that of the validation set.")
            .arg(what),
        this);
    question->setWordWrap(true);
    number_->setObjectName(QStringLiteral("roundedAccuracy"));
    number_->setProperty("role", "bigValue");
    slider_->setRange(1, Rounding::mostBits);
    slider_->setPageStep(1);
    slider_->setValue(Rounding::mostBits);
    slider_->setTickPosition(QSlider::TicksBelow);
    slider_->setInvertedAppearance(true); // from many to few, as one loses them
    slider_->setInvertedControls(true);
    slider_->setAccessibleName(tr("Bits per weight"));
    state_->setText(tr("Measuring ..."));
    state_->setProperty("role", "caption");
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    wordButtons(*buttons);
    auto* column = new QVBoxLayout(this);
    for (QWidget* widget : {static_cast<QWidget*>(question), static_cast<QWidget*>(number_),
                            static_cast<QWidget*>(slider_), static_cast<QWidget*>(state_)}) {
        column->addWidget(widget);
    }
    column->addWidget(curve_, 1);
    column->addWidget(buttons);
    keepRoom(*this, 40, 26);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(slider_, &QSlider::valueChanged, this, &RoundingDialog::show);
    connect(&rounding_, &Rounding::measured, this, &RoundingDialog::take);
    connect(&rounding_, &Rounding::failed, this, [this](const QString& sentence) { number_->setText(sentence); });
    connect(&rounding_, &Rounding::finished, this, [this] { state_->clear(); });
    show(slider_->value());
    slider_->setFocus();
}

void RoundingDialog::take(int bits, double quantized, double latent)
{
    accuracies_.at(std::size_t(bits)) = quantized;
    latent_ = latent;
    if (bits > 1) { state_->setText(tr("Measuring %1 bits ...").arg(bits - 1)); }
    show(slider_->value());
}

void RoundingDialog::show(int bits)
{
    const std::optional<double>& accuracy = accuracies_.at(std::size_t(bits));
    const QString with = latent_ ? tr(" (latent weights %1)").arg(accuracyText(*latent_)) : QString();
    const QString right = accuracy ? accuracyText(*accuracy) : tr("...");
    number_->setText((bits == 1 ? tr("1 bit: %1 right").arg(right) : tr("%1 bits: %2 right").arg(bits).arg(right))
                     + with);
    slider_->setAccessibleDescription(number_->text());
    drawCurve();
}

void RoundingDialog::drawCurve()
{
    PointCurve::Content content;
    for (int bits = 1; bits <= Rounding::mostBits; ++bits) {
        const std::optional<double>& accuracy = accuracies_.at(std::size_t(bits));
        if (accuracy) { content.points.push_back({double(bits), 100 * *accuracy}); }
        if (accuracy && bits == slider_->value()) { content.chosen = content.points.back(); }
    }
    content.pointName = tr("bits");
    content.xTitle = tr("bits per weight");
    content.yTitle = tr("right, %");
    content.unit = tr("%");
    curve_->setEmptyText(tr("The first point comes in a moment."));
    curve_->display(std::move(content));
    curve_->setAccessibleName(tr("Accuracy over bits"));
    curve_->setAccessibleDescription(number_->text());
}

} // namespace gridscope::ui
