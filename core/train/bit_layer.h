// SPDX-License-Identifier: GPL-3.0-or-later
// The trained state of one weight layer of bit-level sparsity quantization: its planes while they are moved, then the real
// numbers of fine-tuning, and what lies between an adjustment and the next.
// Source : bsq.md sections 3 to 8; the equations are in core/quantize/bit_planes.h.
// Shapes : gradient and weights [N], on the processor. Units: the scale in weight units.
// Errors : FileError when a checkpoint has other shapes than it says itself.
// Threads: a step splits over LibTorch's; same bits for any thread count.
#pragma once

#include "core/base/safetensors.h"
#include "core/quantize/bit_planes.h"

#include <functional>
#include <span>
#include <string>

namespace gridscope::train {

class BitLayer {
public:
    // What the step size s / K(n) of a scale is as the network keeps it; it is told and gives it back as rounded there.
    using KeepStep = std::function<float(double)>;

    BitLayer(quantize::BitPlanes planes, KeepStep keepStep);
    BitLayer(const run::TensorFile& file, const std::string& name, std::size_t count, KeepStep keepStep);
    void save(run::TensorFile& file, const std::string& name) const;

    struct Step {
        double rate = 0;
        double momentum = 0;
        double weightDecay = 0;
        double lasso = 0; // alpha N_l n_l / N
    };
    // One step by the gradient with respect to the weights; `weights` are then those of the planes and the scale afterwards.
    void step(const Step& step, float scaleAfter, std::span<const float> gradient, std::span<float> weights);
    double scaleGradient(std::span<const float> gradient, std::span<const float> weights) const;

    // Section 6, and what is gone back to from then on.
    quantize::Dropped adjust(std::span<float> weights);
    void rollBack(std::span<float> weights); // to the planes and the scale of the last adjustment
    bool canRollBack() const { return !quantize::isAllZero(keptCodes_); }
    bool isDead() const { return !isAlive_; } // every weight is 0

    void beginFineTuning(std::span<float> weights);
    bool isFineTuning() const { return !values_.empty(); }
    // The last one: weights and codes are told from each other no more. A layer with nothing left has 0 bits.
    void finalise(std::span<float> weights);

    bool isRegularised = true; // false once it died of it
    int bits() const { return isFinal_ && isDead() ? 0 : planes_.bits; }
    int lowestPlane() const { return lowest_; } // how many planes have gone from below
    float scale() const { return planes_.scale; }
    std::vector<float> latent() const;       // [N] s z, or s v
    quantize::BitPlanes shownPlanes() const; // while fine-tuning, those of the codes as they stand
    double lasso() const;                    // R; 0 where nothing pulls

private:
    void stepPlanes(const Step& step, float scaleAfter, std::span<const float> gradient, std::span<float> weights);
    void stepValues(const Step& step, float scaleAfter, std::span<const float> gradient, std::span<float> weights);
    void becomeBinary(std::span<float> weights); // no velocity, weights as the planes say, as at an adjustment
    std::vector<std::int32_t> codes() const;
    void setCodes(std::span<const std::int32_t> codes, std::span<float> weights);

    KeepStep keepStep_;
    quantize::BitPlanes planes_;
    std::vector<float> positiveVelocity_, negativeVelocity_; // [n, N]
    std::vector<double> squares_;                            // [n] |P_b|^2 + |M_b|^2
    bool isAlive_ = true;
    bool isBinary_ = true; // as an adjustment leaves them: the codes say all
    int lowest_ = 0;
    std::vector<std::int32_t> keptCodes_; // of the last adjustment, with bits, scale and lowest plane as they were
    int keptBits_ = 1;
    int keptLowest_ = 0;
    float keptScale_ = 1;
    std::vector<float> values_, valueVelocity_; // [N] v of fine-tuning, in [-1, 1]
    bool isFinal_ = false;
};

} // namespace gridscope::train
