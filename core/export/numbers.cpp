// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/export/numbers.h"

#include "core/export/text_file.h"
#include "core/run/config_fields.h"
#include "core/run/summary.h"
#include "core/run/wording.h"

#include <cmath>

namespace gridscope {

namespace {

// One CSV table; cells are numbers, or texts quoted where they need it. NaN is an empty cell.
class Table {
public:
    explicit Table(std::string header) : text_(std::move(header)) {}
    Table& row()
    {
        text_ += '\n';
        first_ = true;
        return *this;
    }
    Table& operator<<(double value) { return cell(std::isfinite(value) ? run::numberText(value) : ""); }
    Table& operator<<(std::int64_t value) { return cell(std::to_string(value)); }
    Table& operator<<(std::uint64_t value) { return cell(std::to_string(value)); }
    Table& operator<<(int value) { return cell(std::to_string(value)); }
    Table& operator<<(const std::string& value) { return cell(quotedWhereNeeded(value)); }
    std::string text() const { return text_ + '\n'; }

private:
    Table& cell(const std::string& value)
    {
        text_ += (first_ ? "" : ",") + value;
        first_ = false;
        return *this;
    }
    static std::string quotedWhereNeeded(const std::string& value)
    {
        if (value.find_first_of(",\"\n") == std::string::npos) { return value; }
        std::string quoted = "\"";
        for (const char c : value) { quoted += c == '"' ? "\"\"" : std::string(1, c); }
        return quoted + '"';
    }
    std::string text_;
    bool first_ = true;
};

std::string stepsCsv(const run::History& history)
{
    Table table("step,seconds,train_loss,learning_rate");
    for (const auto& s : history.steps()) { table.row() << s.index << s.seconds << s.trainLoss << s.learningRate; }
    return table.text();
}

std::string evaluationsCsv(const run::History& history)
{
    Table table(
        "step,set,samples,quantized_loss,quantized_accuracy,latent_loss,latent_accuracy,float_loss,float_accuracy");
    for (const auto& e : history.evaluations()) {
        table.row() << e.step << e.set << e.samples;
        for (const auto& score : {e.quantized, e.latent, e.floatStart}) {
            const run::Score s = score.value_or(run::Score{});
            table << s.loss << s.accuracy;
        }
    }
    return table.text();
}

std::string layersCsv(const run::History& history)
{
    Table table("step,layer,bits,alpha,sigma,score,score_nonzero,zero_share,mean_square_error,quantization_error,"
                "changed_share,below,above");
    for (const auto& snapshot : history.snapshots()) {
        for (std::size_t i = 0; i < snapshot->layers.size(); ++i) {
            const auto& l = snapshot->layers[i];
            table.row() << snapshot->step << history.start().layers[i].name << l.bits << l.alpha << l.sigma << l.score
                        << l.scoreNonzero << l.zeroShare << l.meanSquareError << l.relativeError << l.changedShare
                        << l.below << l.above;
        }
    }
    return table.text();
}

std::string histogramsCsv(const run::History& history)
{
    Table table("step,layer,code,bin_from,bin_to,latent_weights,quantized_weights_of_code");
    const auto snapshot = history.latest();
    for (std::size_t i = 0; snapshot && i < snapshot->layers.size(); ++i) {
        const auto& l = snapshot->layers[i];
        for (std::size_t bin = 0; bin < l.histogram.size(); ++bin) {
            const auto cell = bin / std::size_t(l.binsPerCell);
            const double from = l.alpha * (double(l.low) - 0.5 + double(bin) / l.binsPerCell);
            table.row() << snapshot->step << history.start().layers[i].name << l.low + int(cell) << from
                        << from + l.alpha / l.binsPerCell << std::int64_t(l.histogram[bin])
                        << std::int64_t(l.counts[cell]);
        }
    }
    return table.text();
}

std::string marksCsv(const run::History& history)
{
    Table table("step,kind,layer,what,from,to");
    for (const auto& m : history.marks()) {
        table.row() << m.step << std::string(kindName(m.kind)) << m.layer << m.what << m.from << m.to;
    }
    return table.text();
}

} // namespace

std::vector<NamedText> numbersOf(const run::History& history)
{
    return {{"result.json", run::summaryJson(history, 2) + "\n"},
            {"config.json", run::configToJson(history.start().config) + "\n"},
            {"steps.csv", stepsCsv(history)},
            {"evaluations.csv", evaluationsCsv(history)},
            {"layers.csv", layersCsv(history)},
            {"histograms.csv", histogramsCsv(history)},
            {"marks.csv", marksCsv(history)}};
}

void writeNumbers(const run::History& history, const std::string& folder)
{
    makeFolder(folder);
    for (const auto& file : numbersOf(history)) { writeTextFile(folder + "/" + file.fileName, file.text); }
}

} // namespace gridscope
