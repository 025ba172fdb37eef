// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/lapq_method.h"

#include "core/method/lapq/lapq.h"
#include "core/train/calibration.h"
#include "core/train/tensor_io.h"

#include <torch/types.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace gridscope::train {

namespace {

constexpr std::int64_t samplesAtOnce = 512; // the first so many are what clips of activations are fitted to

std::span<const float> valuesOf(const torch::Tensor& t) { return {t.data_ptr<float>(), std::size_t(t.numel())}; }
std::span<float> writableValuesOf(torch::Tensor& t) { return {t.data_ptr<float>(), std::size_t(t.numel())}; }

torch::Tensor roundedTo(const torch::Tensor& there, const quantize::Clip& clip)
{
    const torch::Tensor x = there.detach().cpu().contiguous();
    torch::Tensor out = torch::empty_like(x);
    quantize::roundToClip(valuesOf(x), clip, writableValuesOf(out));
    return out;
}

std::vector<double> powersOf(const run::RunConfig& config)
{
    if (run::ownText(config, run::lapqStart) == "max-abs") { return {std::numeric_limits<double>::infinity()}; }
    const auto points = int(run::ownNumber(config, run::lapqPowers));
    const double low = run::ownNumber(config, run::lapqLowestPower);
    const double width = run::ownNumber(config, run::lapqHighestPower) - low;
    std::vector<double> powers;
    for (int i = 0; i < points; ++i) { powers.push_back(points == 1 ? low : low + width * i / (points - 1)); }
    return powers;
}

ClipSearchPlan::Joint jointOf(const std::string& text)
{
    return text == "none"         ? ClipSearchPlan::Joint::None
           : text == "coordinate" ? ClipSearchPlan::Joint::Coordinates
                                  : ClipSearchPlan::Joint::Powell;
}

ClipSearchPlan planOf(const run::RunConfig& config)
{
    const auto place = [&](const run::Field& clip) {
        return std::size_t(std::max(1.0, run::ownNumber(config, clip)) - 1);
    };
    return {.powers = powersOf(config),
            .joint = jointOf(run::ownText(config, run::lapqSearch)),
            .iterations = int(run::ownNumber(config, run::lapqIterations)),
            .looksAtPairs = run::ownFlag(config, run::lapqPairs),
            .surfaceSide = int(run::ownNumber(config, run::lapqSurface)),
            .pair = {place(run::lapqFirstClip), place(run::lapqSecondClip)}};
}

quantize::ClipGrid weightGridOf(const run::RunConfig& config)
{
    return run::ownText(config, run::lapqGrid) == "signed" ? quantize::ClipGrid::Signed : quantize::ClipGrid::Halves;
}

} // namespace

LapqMethod::LapqMethod(const Workplace& at) : Method(at)
{
    std::size_t index = 0;
    for (const auto& layer : at.net.layers()) {
        if (layer.quantizer->isQuantizing()) {
            slots_.push_back({index, false, layer.quantizer->bits(), weightGridOf(at.config)});
        }
        if (layer.activation && layer.activation->isQuantizing()) {
            slots_.push_back({index, true, layer.activation->bits(), quantize::ClipGrid::Unsigned});
        }
        ++index;
    }
    for (auto& kept : kept_) { kept.resize(slots_.size()); }
}

std::vector<Phase> LapqMethod::phases() const
{
    return {{nameOf(ClipSearch::Phase::Sweep), at().config.steps}}; // the others begin when theirs is over
}

void LapqMethod::begin(const data::Batch&)
{
    const torch::NoGradGuard noGrad;
    draw();
    search_ = ClipSearch(planOf(at().config), slots_.size());
    floatLoss_ = loss(net::Pass::Float);
    widestLoss_ = lossWithFitted(std::numeric_limits<double>::infinity());
    widest_ = trial_;
    showActivations();
}

void LapqMethod::draw()
{
    calibration_ = calibrationSamples(at().training, std::int64_t(run::ownNumber(at().config, run::lapqImages)));
}

double LapqMethod::loss(net::Pass pass)
{
    const std::int64_t all = calibration_.labels.size(0);
    double sum = 0;
    for (std::int64_t first = 0; first < all; first += samplesAtOnce) {
        const std::int64_t count = std::min(samplesAtOnce, all - first);
        const torch::Tensor logits = at().net.forward(calibration_.inputs.narrow(0, first, count), pass);
        const torch::Tensor labels = calibration_.labels.narrow(0, first, count);
        sum += torch::cross_entropy_loss(logits, labels).item<double>() * double(count);
        power_.reset(); // the clips are fitted now
    }
    return sum / double(all);
}

double LapqMethod::lossWithFitted(double power)
{
    trial_.assign(slots_.size(), 0.0);
    power_ = power;
    return loss(net::Pass::Training);
}

std::optional<std::size_t> LapqMethod::slotOf(std::size_t layer, bool isActivation) const
{
    const auto is = [&](const Slot& slot) { return slot.layer == layer && slot.isActivation == isActivation; };
    const auto found = std::ranges::find_if(slots_, is);
    return found == slots_.end() ? std::nullopt : std::optional(std::size_t(found - slots_.begin()));
}

quantize::Clip LapqMethod::clipOf(std::size_t slot, const Clips& clips) const
{
    return {clips.at(slot), slots_[slot].bits, slots_[slot].grid};
}

const Clips& LapqMethod::inForce(net::Pass pass) const
{
    if (pass == net::Pass::Training) { return trial_; }
    return search_.hasBest() ? search_.best().clips : widest_;
}

double LapqMethod::fitted(std::size_t slot, const torch::Tensor& values) const
{
    const torch::Tensor x = values.detach().cpu().contiguous();
    return quantize::fitClip(valuesOf(x), slots_[slot].bits, slots_[slot].grid, *power_);
}

torch::Tensor LapqMethod::roundedWeight(std::size_t slot, double alpha) const
{
    const torch::Tensor& weight = at().net.layers()[slots_[slot].layer].weight;
    const torch::Tensor x = weight.detach().cpu().contiguous();
    torch::Tensor rounded = roundedTo(x, {alpha, slots_[slot].bits, slots_[slot].grid});
    if (run::ownFlag(at().config, run::lapqBiasCorrection)) {
        quantize::correctMeans(valuesOf(x), std::size_t(x.size(0)), writableValuesOf(rounded));
    }
    return rounded.to(weight.device());
}

torch::Tensor LapqMethod::weight(std::size_t layer, net::Pass pass)
{
    const auto slot = slotOf(layer, false);
    if (!slot || pass == net::Pass::Latent || pass == net::Pass::Float) { return {}; }
    const bool isTrial = pass == net::Pass::Training;
    if (isTrial && power_) { trial_[*slot] = fitted(*slot, at().net.layers()[layer].weight); }
    if (inForce(pass).empty()) { return {}; } // not begun
    const double alpha = inForce(pass)[*slot];
    Rounded& kept = kept_[isTrial ? 0 : 1][*slot];
    if (!kept.values.defined() || kept.alpha != alpha) { kept = {alpha, roundedWeight(*slot, alpha)}; }
    return kept.values;
}

torch::Tensor LapqMethod::activation(std::size_t layer, net::Pass pass, const torch::Tensor& values)
{
    const auto slot = slotOf(layer, true);
    if (!slot) { return {}; }
    if (pass == net::Pass::Training && power_) { trial_[*slot] = fitted(*slot, values); }
    if (inForce(pass).empty()) { return {}; }
    return roundedTo(values, clipOf(*slot, inForce(pass))).to(values.device());
}

StepResult LapqMethod::step(std::int64_t index, const data::Batch&)
{
    const torch::NoGradGuard noGrad;
    using Phase = ClipSearch::Phase;
    const Phase phase = search_.phase();
    double found = 0;
    if (phase == Phase::Sweep || phase == Phase::Vertex) {
        found = lossWithFitted(search_.wantedPower());
    } else {
        trial_ = search_.wantedClips();
        found = loss(net::Pass::Training);
    }
    search_.tell(trial_, found);
    showActivations();
    if (search_.phase() != phase && search_.phase() != Phase::Done) {
        marks_.push_back({index, run::Mark::Kind::Phase, "", nameOf(search_.phase()), "", ""});
    }
    return {found};
}

void LapqMethod::showActivations() const
{
    for (std::size_t i = 0; i < slots_.size(); ++i) {
        if (!slots_[i].isActivation) { continue; }
        const double step = double(quantize::stepOf(clipOf(i, inForce(net::Pass::Quantized))));
        at().net.layers()[slots_[i].layer].activation->setAlpha(step, 1);
    }
}

LayerView LapqMethod::view(std::size_t layer) const
{
    LayerView view;
    view.values = at().net.layers()[layer].weight.detach().cpu().contiguous();
    const auto slot = slotOf(layer, false);
    if (!slot || inForce(net::Pass::Quantized).empty()) { return view; }
    const quantize::Clip clip = clipOf(*slot, inForce(net::Pass::Quantized));
    view.alpha = double(quantize::stepOf(clip));
    view.bits = clip.bits;
    const int half = 1 << (clip.bits - 1);
    view.grid = {-half, half - 1};
    view.offset = clip.grid == quantize::ClipGrid::Halves ? 0.5 : 0;
    return view;
}

double LapqMethod::bits(std::size_t layer) const
{
    const auto slot = slotOf(layer, false);
    return slot ? slots_[*slot].bits : 0;
}

bool LapqMethod::isQuantizing(std::size_t layer) const { return slotOf(layer, false).has_value(); }

std::string LapqMethod::whyDone() const
{
    const bool isDone = search_.hasBest() && search_.phase() == ClipSearch::Phase::Done;
    return isDone ? "search over after " + std::to_string(search_.searched()) + " evaluations" : "";
}

void LapqMethod::save(run::TensorFile& file) const
{
    std::vector<double> told;
    for (const auto& one : search_.told()) {
        told.insert(told.end(), one.clips.begin(), one.clips.end());
        told.push_back(one.loss);
    }
    const auto rows = std::int64_t(search_.told().size()), columns = std::int64_t(slots_.size()) + 1;
    file.tensors.push_back(run::makeTensor<double>("lapq.told", {rows, columns}, told));
    file.tensors.push_back(run::makeTensor<double>("lapq.widest", {std::int64_t(widest_.size())}, widest_));
    const Clips& best =
        inForce(net::Pass::Quantized); // for whoever reads the file: the search knows them from what it was told
    file.tensors.push_back(run::makeTensor<double>("lapq.clips", {std::int64_t(best.size())}, best));
    file.tensors.push_back(run::makeTensor<double>("lapq.losses", {2}, {floatLoss_, widestLoss_}));
}

void LapqMethod::restore(const run::TensorFile& file, std::int64_t)
{
    const auto told = run::valuesOf<double>(needed(file, "lapq.told"));
    const auto losses = run::valuesOf<double>(needed(file, "lapq.losses"));
    widest_ = run::valuesOf<double>(needed(file, "lapq.widest"));
    const std::size_t columns = slots_.size() + 1;
    if (told.size() % columns != 0 || widest_.size() != slots_.size() || losses.size() != 2) {
        throw FileError("The checkpoint has clips for other tensors than the network's " + std::to_string(slots_.size())
                        + "; it belongs to other settings.");
    }
    floatLoss_ = losses[0];
    widestLoss_ = losses[1];
    draw();
    search_ = ClipSearch(planOf(at().config), slots_.size());
    for (std::size_t row = 0; row < told.size() / columns; ++row) {
        const double* first = told.data() + row * columns;
        search_.tell(Clips(first, first + slots_.size()), first[slots_.size()]);
    }
    trial_ = inForce(net::Pass::Quantized);
}

} // namespace gridscope::train
