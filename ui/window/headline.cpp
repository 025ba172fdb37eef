// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/headline.h"

#include "core/export/summary.h"
#include "ui/document/run_text.h"
#include "ui/look/flow_layout.h"
#include "ui/look/plain_label.h"
#include "ui/look/theme.h"

namespace gridscope::ui {

Headline::Headline(QWidget* parent)
    : QWidget(parent), caption_(new PlainLabel(tr("Validation\naccuracy"), this)),
      float_(new Tile(tr("Float start"), QStringLiteral("100.0 %"), Tile::Weight::Normal, this)),
      latent_(new Tile(tr("Latent weights"), QStringLiteral("100.0 %"), Tile::Weight::Normal, this)),
      quantized_(new Tile(tr("QUANTIZED"), QStringLiteral("100.0 %"), Tile::Weight::Big, this)),
      size_(new Tile(tr("Size of the weights"), QStringLiteral("888.8 kB (32.0x)"), Tile::Weight::Normal, this)),
      bits_(new Tile(tr("Mean bits"), QStringLiteral("32.0"), Tile::Weight::Normal, this)),
      operations_(new Tile(tr("Bit operations"), QStringLiteral("888.8 G"), Tile::Weight::Normal, this))
{
    setObjectName(QStringLiteral("headline"));
    caption_->setProperty("role", "caption");
    auto* flow = new FlowLayout(this, 24, 4);
    flow->setContentsMargins(0, 0, 0, 0);
    flow->addWidget(caption_);
    flow->addWidget(float_);
    flow->addWidget(latent_);
    flow->addWidget(quantized_);
    size_->setProperty("pushRight", true);
    flow->addWidget(size_);
    flow->addWidget(bits_);
    flow->addWidget(operations_);
    quantized_->setToolTip(tr("With every weight on its grid point: the accuracy of what would be shipped"));
    latent_->setToolTip(tr("The same network with its full-precision weights"));
    float_->setToolTip(tr("The float network that quantized training started from"));
    size_->setToolTip(tr("Weights packed at their bits, and how many times smaller than 32-bit floats"));
    bits_->setToolTip(tr("Bits per weight, averaged over all weights"));
    operations_->setToolTip(
        tr("BOPs for one sample: multiplications times bits of the weight times bits of the input, over all layers"));
    connect(&ThemeSource::instance(), &ThemeSource::changed, this, &Headline::refreshColours);
    refreshColours();
}

void Headline::refreshColours()
{
    float_->setSwatch(theme().reference);
    latent_->setSwatch(theme().latent);
    quantized_->setSwatch(theme().quantized);
}

void Headline::setDense(bool isDense)
{
    for (QWidget* widget : {static_cast<QWidget*>(caption_), static_cast<QWidget*>(size_), static_cast<QWidget*>(bits_),
                            static_cast<QWidget*>(operations_)}) {
        widget->setVisible(!isDense);
    }
}

void Headline::refresh(const run::History& history, const View& view)
{
    const run::Evaluation* last = history.evaluationAt("validation", view.step.value_or(INT64_MAX));
    quantized_->setValue(percentText(last != nullptr ? last->quantized : std::nullopt));
    latent_->setValue(percentText(last != nullptr ? last->latent : std::nullopt));
    float_->setValue(percentText(history.floatStart("validation")));
    refreshSize(history, shownSnapshot(history, view));
}

void Headline::refreshSize(const run::History& history, const run::SnapshotPtr& shown)
{
    if (shown == measured_) { return; }
    measured_ = shown;
    if (!shown || !history.hasStarted()) {
        size_->setValue(tr("–"));
        bits_->setValue(tr("–"));
        operations_->setValue(tr("–"));
        return;
    }
    const run::Size size = run::sizeOf(history.start(), *shown);
    size_->setValue(tr("%1 (%2x)").arg(sizeText(size.payloadBytes), QString::number(size.compression, 'f', 1)));
    bits_->setValue(QString::number(size.meanBits, 'f', 1));
    operations_->setValue(operationsText(size.bitOperations));
}

} // namespace gridscope::ui
