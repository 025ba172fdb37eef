// SPDX-License-Identifier: GPL-3.0-or-later
// Planes in checkpoints. As an adjustment leaves them they are their codes, a tenth of what they are while they move.
#include "core/base/error.h"
#include "core/train/bit_layer.h"
#include "core/train/tensor_io.h"

namespace gridscope::train {

namespace {

enum class Kept : std::int32_t { Binary, Moving, FineTuning, Final };

struct Place {
    const run::TensorFile& file;
    const std::string& name;

    template <typename T>
    std::vector<T> values(const std::string& part, std::size_t count) const
    {
        auto values = run::valuesOf<T>(needed(file, name + part));
        if (values.size() != count) {
            throw FileError("The checkpoint's \"" + name + part + "\" has " + std::to_string(values.size())
                            + " values where " + std::to_string(count) + " are needed.");
        }
        return values;
    }
};

bool isBitLength(std::int32_t bits) { return bits >= 1 && bits <= quantize::mostPlanes; }

} // namespace

void BitLayer::save(run::TensorFile& file, const std::string& name) const
{
    const auto put = [&](const std::string& part, const auto& values) {
        file.tensors.push_back(run::makeTensor(name + part, {std::int64_t(values.size())}, values));
    };
    const Kept kept = isFineTuning() ? Kept::FineTuning
                      : isFinal_     ? Kept::Final
                      : isBinary_    ? Kept::Binary
                                     : Kept::Moving;
    put(".scheme", std::vector<std::int32_t>{std::int32_t(kept), planes_.bits, lowest_, keptBits_, keptLowest_,
                                             isRegularised ? 1 : 0, isAlive_ ? 1 : 0});
    put(".scales", std::vector<float>{planes_.scale, keptScale_});
    put(".kept_codes", keptCodes_);
    if (kept == Kept::FineTuning) {
        put(".values", values_);
        put(".values.velocity", valueVelocity_);
    } else if (kept == Kept::Moving) {
        put(".positive", planes_.positive);
        put(".negative", planes_.negative);
        put(".positive.velocity", positiveVelocity_);
        put(".negative.velocity", negativeVelocity_);
        put(".squares", squares_);
    }
}

BitLayer::BitLayer(const run::TensorFile& file, const std::string& name, std::size_t count, KeepStep keepStep)
    : keepStep_(std::move(keepStep))
{
    const Place at{file, name};
    const auto scheme = at.values<std::int32_t>(".scheme", 7);
    if (!isBitLength(scheme[1]) || !isBitLength(scheme[3]) || scheme[0] < 0 || scheme[0] > std::int32_t(Kept::Final)) {
        throw FileError("The checkpoint's \"" + name + ".scheme\" is none of 1 to 8 bits.");
    }
    const auto scales = at.values<float>(".scales", 2);
    keptCodes_ = at.values<std::int32_t>(".kept_codes", count);
    keptBits_ = scheme[3];
    keptLowest_ = scheme[4];
    keptScale_ = scales[1];
    planes_ = quantize::binaryPlanes(keptCodes_, keptBits_, keptScale_);
    lowest_ = scheme[2];
    isRegularised = scheme[5] != 0;
    isAlive_ = scheme[6] != 0;
    isFinal_ = Kept(scheme[0]) == Kept::Final;
    isBinary_ = isFinal_ || Kept(scheme[0]) == Kept::Binary;
    const std::size_t all = std::size_t(scheme[1]) * count;
    positiveVelocity_.assign(all, 0);
    negativeVelocity_.assign(all, 0);
    squares_ = quantize::planeSquares(planes_);
    if (Kept(scheme[0]) == Kept::FineTuning) {
        values_ = at.values<float>(".values", count);
        valueVelocity_ = at.values<float>(".values.velocity", count);
    } else if (Kept(scheme[0]) == Kept::Moving) {
        planes_ = {scheme[1], count, scales[0], at.values<float>(".positive", all), at.values<float>(".negative", all)};
        positiveVelocity_ = at.values<float>(".positive.velocity", all);
        negativeVelocity_ = at.values<float>(".negative.velocity", all);
        squares_ = at.values<double>(".squares", std::size_t(scheme[1]));
    }
    planes_.scale = scales[0];
}

} // namespace gridscope::train
