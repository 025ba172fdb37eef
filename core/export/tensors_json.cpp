// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/export/tensors_json.h"

#include "core/base/wording.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <type_traits>

namespace gridscope {

namespace {

// What only training goes on with.
bool isOfTraining(std::string_view name)
{
    constexpr std::string_view beginnings[] = {"optimizer.", "snapshot.", "float_start."};
    return std::ranges::any_of(beginnings, [&](std::string_view b) { return name.starts_with(b); })
           || name.find("_moments.") != std::string_view::npos || name.find('.') == std::string_view::npos;
}

template <typename T>
std::string listOf(const run::Tensor& tensor)
{
    std::string list = "[";
    for (const T value : run::valuesOf<T>(tensor)) {
        if (list.size() > 1) { list += ", "; }
        if constexpr (std::is_same_v<T, float>) {
            // The shortest that reads back as this float; as a double it would have twice the digits.
            std::array<char, 32> text{};
            const char* const end = std::to_chars(text.data(), text.data() + text.size(), value).ptr;
            list += std::isfinite(value) ? std::string(text.data(), std::size_t(end - text.data())) : "null";
        } else if constexpr (std::is_same_v<T, double>) {
            list += std::isfinite(value) ? run::numberText(value) : "null";
        } else {
            list += std::to_string(value);
        }
    }
    return list + "]";
}

// Empty: a type that no method keeps.
std::string valuesText(const run::Tensor& tensor)
{
    switch (tensor.dtype) {
    case run::DType::F32: return listOf<float>(tensor);
    case run::DType::F64: return listOf<double>(tensor);
    case run::DType::I64: return listOf<std::int64_t>(tensor);
    case run::DType::I32: return listOf<std::int32_t>(tensor);
    case run::DType::I8: return listOf<std::int8_t>(tensor);
    case run::DType::U8:
    case run::DType::Bool: return listOf<std::uint8_t>(tensor);
    case run::DType::F16: break;
    }
    return {};
}

} // namespace

std::string tensorsJson(const run::TensorFile& checkpoint)
{
    std::string text;
    for (const run::Tensor& tensor : checkpoint.tensors) {
        const std::string values = isOfTraining(tensor.name) ? std::string() : valuesText(tensor);
        if (values.empty()) { continue; }
        text += (text.empty() ? "" : ",\n") + nlohmann::json(tensor.name).dump() + ": {\"dtype\": \""
                + std::string(run::nameOf(tensor.dtype)) + "\", \"shape\": " + nlohmann::json(tensor.shape).dump()
                + ", \"values\": " + values + "}";
    }
    return "{\n" + text + "\n}\n";
}

} // namespace gridscope
