// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/document/rounding.h"

#include "core/base/error.h"
#include "core/base/text_file.h"
#include "core/method/methods.h"
#include "core/method/ptq/ptq.h"
#include "core/run/history.h"
#include "core/settings/config_fields.h"
#include "ui/control/field_words.h"
#include "ui/look/path_text.h"

namespace gridscope::ui {
namespace {

run::RunConfig rounded(run::RunConfig config, const std::string& weights, int bits)
{
    config.preset.clear();
    run::forgetMethodSettings(config);
    config.method = run::ptq.name;
    for (const char* setting : {"activation_method=float", "dropbits=none", "learn_bits=false", "start=scratch",
                                "steps=1", "test_samples=100", "snapshot_every=1", "evaluate_every=1",
                                "frozen_layers=", "stop_at_accuracy=0", "stop_at_bits=0", "stop_on_plateau=0"}) {
        run::applySetting(config, setting);
    }
    config.bits = {bits};
    config.weightsFile = weights;
    return config;
}

} // namespace

QString Rounding::refusal(const run::RunConfig& config)
{
    if (run::methodOf(config).traits.changesLive) { return {}; }
    return tr("The weights of %1 are not kept as one number each, so there is nothing to round here.")
        .arg(QString::fromStdString(std::string(run::methodOf(config).title)));
}

void Rounding::start(const run::Engine& engine, const run::RunConfig& config, const Bytes& checkpoint)
{
    stop();
    control_ = std::make_shared<run::Control>();
    worker_ = std::make_unique<run::Worker>();
    const std::string weights = pathBytes(folder_.filePath(QStringLiteral("weights.safetensors")));
    const auto tell = [this](auto what) { QMetaObject::invokeMethod(this, what, Qt::QueuedConnection); };
    const run::Job job = [=, this](run::Control& control, run::Sink&) {
        writeBytesFile(weights, checkpoint());
        for (int bits = mostBits; bits >= 1 && !control.isStopping(); --bits) {
            run::History history;
            run::runJob(engine.trainingJob(rounded(config, weights, bits)), control, history);
            const auto& end = history.end();
            if (end && end->how == run::End::How::Failed) { throw Error(end->message); }
            const run::Evaluation* found = history.lastEvaluation("validation");
            if (found == nullptr || !found->quantized || !found->latent) { continue; }
            tell([this, bits, quantized = found->quantized->accuracy, latent = found->latent->accuracy] {
                Q_EMIT measured(bits, quantized, latent);
            });
        }
    };
    const run::Job told = [job, tell, this](run::Control& control, run::Sink& sink) {
        try {
            job(control, sink);
        } catch (const Error& error) {
            tell([this, sentence = inFieldWords(QString::fromStdString(error.what()))] { Q_EMIT failed(sentence); });
        }
        tell([this] { Q_EMIT finished(); });
    };
    worker_->start(told, control_, std::make_shared<run::History>());
}

void Rounding::stop()
{
    if (control_) { control_->stop(); }
    worker_.reset(); // joins
}

} // namespace gridscope::ui
