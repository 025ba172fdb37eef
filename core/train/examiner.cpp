// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/examiner.h"

namespace gridscope::train {

template <typename Ask>
auto Examiner::ofFloatStart(Ask ask)
{
    const auto now = keptFloatState(net_);
    restoreFloatState(net_, floatStart_);
    auto found = ask();
    restoreFloatState(net_, now);
    return found;
}

std::optional<run::Evaluation> Examiner::ofFloat(std::int64_t step)
{
    const auto score = this->score(data_.validation, net::Pass::Float);
    if (!score) { return std::nullopt; }
    return run::Evaluation{step, "validation", data_.validation.samples(), {}, score, {}, decisions(false, false)};
}

std::optional<run::Evaluation> Examiner::on(const data::Batches& set, const std::string& name, std::int64_t step,
                                            bool withFloatStart)
{
    run::Evaluation evaluation{step, name, set.samples(), {}, {}, {}};
    evaluation.quantized = score(set, net::Pass::Quantized);
    evaluation.latent = score(set, net::Pass::Latent);
    if (withFloatStart) {
        evaluation.floatStart = ofFloatStart([&] { return score(set, net::Pass::Float); });
    }
    if (name == "validation") { evaluation.decisions = decisions(true, withFloatStart); }
    if (!evaluation.latent) { return std::nullopt; } // not a half one, when the run was stopped meanwhile
    return evaluation;
}

std::shared_ptr<const run::DecisionMap> Examiner::decisions(bool isQuantized, bool withFloatStart)
{
    if (!data_.plane.isThere()) { return nullptr; }
    auto map = std::make_shared<run::DecisionMap>(data_.plane.emptyMap());
    map->latent = data_.plane.ask(net_, isQuantized ? net::Pass::Latent : net::Pass::Float);
    if (isQuantized) { map->quantized = data_.plane.ask(net_, net::Pass::Quantized); }
    if (withFloatStart) {
        map->floatStart = ofFloatStart([&] { return data_.plane.ask(net_, net::Pass::Float); });
    }
    return map;
}

// With the statistics of batch normalisation that this pass would have, when the settings ask for it: latent and quantized
// weights do not have the running averages in common, which are those of training.
std::optional<run::Score> Examiner::score(const data::Batches& set, net::Pass pass)
{
    if (config_.batchNormBatches == 0 || !net_.hasStatistics()) { return evaluate(net_, set, pass, control_); }
    const auto running = keptFloatState(net_);
    measureStatistics(pass);
    const auto score = evaluate(net_, set, pass, control_);
    restoreFloatState(net_, running);
    return score;
}

void Examiner::measureStatistics(net::Pass pass)
{
    estimateStatistics(net_, data_.train, pass, config_.batchNormBatches, config_.batchSize, control_);
}

} // namespace gridscope::train
