// SPDX-License-Identifier: GPL-3.0-or-later
// A trained network rounded to 8, 7, ... 1 bits without training it again: what would each cost? Takes the latent weights of a checkpoint,
// fits every layer's step size to them by least squared error (method ptq), and measures the accuracy on the validation set.
// Threads: measures on a worker of its own; signals come to the UI thread.
#pragma once

#include "core/run/engine.h"
#include "core/run/worker.h"

#include <QObject>
#include <QTemporaryDir>

#include <functional>
#include <memory>
#include <vector>

namespace gridscope::ui {

class Rounding final : public QObject {
    Q_OBJECT
public:
    using Bytes = std::function<std::vector<std::uint8_t>()>; // of the checkpoint; called on the worker
    explicit Rounding(QObject* parent = nullptr) : QObject(parent) {}
    ~Rounding() override { stop(); }

    // Why a run of these settings has nothing to be rounded; empty: it has.
    static QString refusal(const run::RunConfig& config);
    void start(const run::Engine& engine, const run::RunConfig& config, const Bytes& checkpoint);
    void stop();

    static constexpr int mostBits = 8;

Q_SIGNALS:
    void measured(int bits, double quantized, double latent); // accuracies, shares
    void failed(const QString& sentence);
    void finished();

private:
    std::unique_ptr<run::Worker> worker_;
    std::shared_ptr<run::Control> control_;
    QTemporaryDir folder_;
};

} // namespace gridscope::ui
