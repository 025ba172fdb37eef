// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/vectors/vectors.h"

#include <ATen/ATen.h>

#include <cmath>
#include <limits>

namespace gridscope::vectors {

namespace {

torch::ScalarType typeNamed(const std::string& name)
{
    static const std::map<std::string, torch::ScalarType> types{
        {"float32", torch::kFloat32}, {"float64", torch::kFloat64}, {"int8", torch::kInt8}, {"uint8", torch::kUInt8},
        {"int32", torch::kInt32},     {"int64", torch::kInt64},     {"bool", torch::kBool}};
    return types.at(name);
}

std::vector<double> numbersOf(const Json& list)
{
    std::vector<double> numbers;
    for (const Json& value : list) { numbers.push_back(numberOf(value)); }
    return numbers;
}

torch::Tensor plain(const torch::Tensor& tensor) { return tensor.detach().cpu().to(torch::kFloat64).reshape(-1); }

} // namespace

double numberOf(const Json& value)
{
    if (!value.is_string()) { return value.is_boolean() ? double(value.get<bool>()) : value.get<double>(); }
    const auto text = value.get<std::string>();
    if (text == "nan") { return std::numeric_limits<double>::quiet_NaN(); }
    return (text == "-inf" ? -1 : 1) * std::numeric_limits<double>::infinity();
}

torch::Tensor tensorOf(const Json& value)
{
    if (value.is_array()) { return torch::tensor(numbersOf(value), torch::kFloat64); }
    if (!value.is_object()) { return torch::tensor(numberOf(value), torch::kFloat64); }
    const auto shape = value.at("shape").get<std::vector<std::int64_t>>();
    const torch::Tensor flat = torch::tensor(numbersOf(value.at("data")), torch::kFloat64);
    return flat.to(typeNamed(value.at("dtype").get<std::string>())).reshape(shape);
}

void Judge::blame(const std::string& sentence)
{
    if (fault_.empty()) { fault_ = sentence; }
}

void Judge::near(const std::string& what, const torch::Tensor& ours, const Json& reference, Tolerance tolerance)
{
    ++asked_;
    const torch::Tensor a = plain(ours), b = plain(tensorOf(reference));
    if (a.numel() != b.numel()) {
        return blame(what + " has " + std::to_string(a.numel()) + " values, the reference "
                     + std::to_string(b.numel()));
    }
    for (std::int64_t i = 0; i < a.numel(); ++i) {
        const double x = a[i].item<double>(), y = b[i].item<double>();
        if (x == y || (std::isnan(x) && std::isnan(y))) { continue; }
        const double difference = std::abs(x - y);
        largest_ = std::isnan(difference) ? difference : std::max(largest_, difference);
        if (!(difference <= tolerance.absolute + tolerance.relative * std::abs(y))) {
            blame(what + "[" + std::to_string(i) + "] is " + std::to_string(x) + ", the reference "
                  + std::to_string(y));
        }
    }
}

void Judge::near(const std::string& what, double ours, const Json& reference, Tolerance tolerance)
{
    near(what, torch::tensor(ours, torch::kFloat64), reference, tolerance);
}

void Judge::equal(const std::string& what, const torch::Tensor& ours, const Json& reference)
{
    near(what, ours, reference, {0, 0});
}

void Judge::equal(const std::string& what, double ours, const Json& reference) { near(what, ours, reference, {0, 0}); }

void Judge::atMost(const std::string& what, double ours, double bound)
{
    require(what + " is " + std::to_string(ours) + ", above " + std::to_string(bound), ours <= bound);
}

void Judge::require(const std::string& what, bool holds)
{
    ++asked_;
    if (!holds) { blame(what); }
}

} // namespace gridscope::vectors
