// SPDX-License-Identifier: GPL-3.0-or-later
// Judging our functions by what the public implementations computed (tests/data/vectors/README.md has the format).
// A kind is a function that computes `out` from `in` with ours and tells the judge both; NAME_kinds.cpp has those of a method.
#pragma once

#include <nlohmann/json.hpp>
#include <torch/types.h>

#include <functional>
#include <map>
#include <string>

namespace gridscope::vectors {

using Json = nlohmann::json;

// Of {shape, dtype, data}, of a list of numbers, of one number; float64 where no dtype stands. "nan", "inf", "-inf" are numbers.
torch::Tensor tensorOf(const Json& value);
double numberOf(const Json& value);

// |ours - reference| <= absolute + relative * |reference|; equal infinities agree, and so do two NaN.
struct Tolerance {
    double absolute = 1e-6;
    double relative = 1e-5;
};
inline constexpr Tolerance afterSteps{1e-4, 1e-4};

class Judge {
public:
    void near(const std::string& what, const torch::Tensor& ours, const Json& reference, Tolerance tolerance = {});
    void near(const std::string& what, double ours, const Json& reference, Tolerance tolerance = {});
    // Whole numbers, signs, masks.
    void equal(const std::string& what, const torch::Tensor& ours, const Json& reference);
    void equal(const std::string& what, double ours, const Json& reference);
    void atMost(const std::string& what, double ours, double bound);
    void require(const std::string& what, bool holds);

    bool hasPassed() const { return fault_.empty() && asked_ > 0; }
    double largestDifference() const { return largest_; }
    const std::string& fault() const { return fault_; } // the first one

private:
    void blame(const std::string& sentence);

    int asked_ = 0;
    double largest_ = 0;
    std::string fault_;
};

// `in`: of the case, with `see_in` and `see_out` of the case that its `see` names.
using Kind = std::function<void(const Json& in, const Json& out, Judge& judge)>;
using Kinds = std::map<std::string, Kind>;

const Kinds& bsqKinds();
const Kinds& alqKinds();
const Kinds& lapqKinds();
const Kinds& mdKinds();
// Of a method as its file names it ("BSQ"); nullptr: none is known.
const Kinds* kindsOf(const std::string& method);

struct Verdict {
    enum class How { Passed, Failed, Skipped };
    std::string id, kind;
    How how;
    double largest;
    std::string why;
};
// Of every case of the file; a ConfigError when it cannot be read as one.
std::vector<Verdict> judged(const std::string& text, const std::string& fileName);

} // namespace gridscope::vectors
