// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/export/card_fields.h"

namespace gridscope::card {

const std::vector<std::pair<std::string, std::vector<std::string>>>& mandatoryFields()
{
    static const std::vector<std::pair<std::string, std::vector<std::string>>> fields = {
        {"identity", {"card_version", "run_id", "tool_version", "date", "seed", "method", "method_variant", "kind"}},
        {"task", {"dataset", "split_sizes", "input_normalisation", "augmentation"}},
        {"baseline",
         {"architecture", "parameter_count", "float_accuracy", "float_checkpoint_hash", "float_training_budget"}},
        {"weights",
         {"bits_per_layer", "average_bits", "average_bits_without_first_last", "granularity", "grid", "sign_counted",
          "zero_representable", "scale_overhead_bits", "float_exceptions", "bias_precision", "batch_norm"}},
        {"activations",
         {"bits", "points", "range", "observer", "symmetric", "position", "input_bits", "largest_map_bits",
          "accumulator_width"}},
        {"first_last", {"first_layer_bits", "last_layer_bits", "excluded_from_averages"}},
        {"mixed", {"allowed_widths", "unit", "who_decides"}},
        {"optimisation",
         {"optimiser", "learning_rate", "schedule", "steps", "batch_size", "regulariser", "annealing",
          "bias_correction", "labels", "wall_seconds", "cpu_seconds", "loss_evaluations"}},
        {"cost",
         {"weight_bits_payload", "weight_bits_total", "compression_payload", "compression_total", "bops",
          "mean_activation_bits", "max_activation_bits"}},
        {"result",
         {"test_accuracy_finalised", "test_accuracy_before_finalising", "drop_from_baseline", "checkpoint_choice"}},
    };
    return fields;
}

Json parsed(const std::string& json) { return Json::parse(json, nullptr, false); }

Json at(const Json& card, const char* section, const char* field)
{
    if (!card.is_object() || !card.contains(section) || !card[section].is_object()) { return nullptr; }
    return card[section].value(field, Json(nullptr));
}

} // namespace gridscope::card
