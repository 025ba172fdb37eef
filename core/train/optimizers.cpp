// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/optimizers.h"

#include "core/train/tensor_io.h"

#include <torch/optim/adam.h>
#include <torch/optim/sgd.h>

#include <sstream>
#include <type_traits>

namespace gridscope::train {

namespace {

std::unique_ptr<torch::optim::Optimizer> makeOptimizer(const ParameterGroup& group)
{
    constexpr double untilSaid = 1e-3; // every step says its rate
    std::vector<torch::Tensor> tensors;
    for (const auto& parameter : group.parameters) { tensors.push_back(parameter.values); }
    if (group.rule == ParameterGroup::Rule::Sgd) {
        return std::make_unique<torch::optim::SGD>(std::move(tensors),
                                                   torch::optim::SGDOptions(untilSaid).momentum(group.momentum));
    }
    return std::make_unique<torch::optim::Adam>(std::move(tensors), torch::optim::AdamOptions(untilSaid));
}

void stepAt(torch::optim::Optimizer& optimizer, double rate)
{
    for (auto& group : optimizer.param_groups()) { group.options().set_lr(rate); }
    optimizer.step();
}

// The key of a parameter's state: a text in LibTorch 1, the address itself in LibTorch 2.
template <typename States>
typename States::key_type stateKey(const States&, const torch::Tensor& parameter)
{
    if constexpr (std::is_same_v<typename States::key_type, std::string>) {
        std::ostringstream address; // as LibTorch 1 writes it
        address << static_cast<const void*>(parameter.unsafeGetTensorImpl());
        return address.str();
    } else {
        return parameter.unsafeGetTensorImpl();
    }
}

std::vector<net::Net::Named> named(const net::Net& net, const std::vector<torch::Tensor>& tensors)
{
    std::vector<net::Net::Named> all;
    for (const torch::Tensor& tensor : tensors) {
        for (const auto& parameter : net.named_parameters()) {
            if (parameter.value().is_same(tensor)) { all.push_back({parameter.key(), tensor}); }
        }
    }
    return all;
}

std::vector<ParameterGroup> groupsOf(const net::Net& net, const run::RunConfig& config)
{
    std::vector<ParameterGroup> groups = {weightsOf(net, config), {named(net, net.quantizerParameters())}};
    if (auto gates = named(net, net.gateParameters()); !gates.empty()) { groups.push_back({std::move(gates)}); }
    return groups;
}

constexpr const char* prefix = "optimizer.";

void saveMoments(const torch::optim::Optimizer& optimizer, const torch::Tensor& parameter, const std::string& name,
                 run::TensorFile& file)
{
    const auto& states = optimizer.state();
    const auto found = states.find(stateKey(states, parameter));
    if (found == states.end()) { return; } // has not stepped, or is the other optimizer's
    if (const auto* adam = dynamic_cast<const torch::optim::AdamParamState*>(found->second.get())) {
        file.tensors.push_back(run::makeScalar<std::int64_t>(prefix + name + ".step", adam->step()));
        file.tensors.push_back(toFile(prefix + name + ".mean", adam->exp_avg()));
        file.tensors.push_back(toFile(prefix + name + ".mean_square", adam->exp_avg_sq()));
    } else if (const auto* sgd = dynamic_cast<const torch::optim::SGDParamState*>(found->second.get())) {
        if (sgd->momentum_buffer().defined()) {
            file.tensors.push_back(toFile(prefix + name + ".momentum", sgd->momentum_buffer()));
        }
    }
}

torch::Tensor stored(const run::TensorFile& file, const std::string& name, const torch::Tensor& like)
{
    torch::Tensor t = torch::empty_like(like.detach());
    fromFile(file, name, t);
    return t;
}

void restoreMoments(torch::optim::Optimizer& optimizer, const torch::Tensor& parameter, const std::string& name,
                    const run::TensorFile& file)
{
    auto& states = optimizer.state();
    if (const auto* step = file.find(prefix + name + ".step")) {
        auto adam = std::make_unique<torch::optim::AdamParamState>();
        adam->step(run::scalarOf<std::int64_t>(*step));
        adam->exp_avg(stored(file, prefix + name + ".mean", parameter));
        adam->exp_avg_sq(stored(file, prefix + name + ".mean_square", parameter));
        states[stateKey(states, parameter)] = std::move(adam);
    } else if (file.find(prefix + name + ".momentum") != nullptr) {
        auto sgd = std::make_unique<torch::optim::SGDParamState>();
        sgd->momentum_buffer(stored(file, prefix + name + ".momentum", parameter));
        states[stateKey(states, parameter)] = std::move(sgd);
    }
}

} // namespace

ParameterGroup::Rule ruleOf(const run::RunConfig& config)
{
    return config.optimizer == "sgd" ? ParameterGroup::Rule::Sgd : ParameterGroup::Rule::Adam;
}

ParameterGroup weightsOf(const net::Net& net, const run::RunConfig& config)
{
    return {named(net, net.weightsAndBiases()), ruleOf(config), config.momentum};
}

ParameterGroup weightsBeside(const net::Net& net, const run::RunConfig& config,
                             const std::function<bool(std::size_t layer)>& movesItself)
{
    ParameterGroup group = weightsOf(net, config);
    for (std::size_t i = 0; i < net.layers().size(); ++i) {
        const auto isTheWeight = [&](const net::Net::Named& p) { return p.values.is_same(net.layers()[i].weight); };
        if (movesItself(i)) { std::erase_if(group.parameters, isTheWeight); }
    }
    return group;
}

Optimizers::Optimizers(const std::vector<ParameterGroup>& groups)
{
    for (const ParameterGroup& group : groups) { groups_.push_back({makeOptimizer(group), group.parameters}); }
}

Optimizers::Optimizers(const net::Net& net, const run::RunConfig& config) : Optimizers(groupsOf(net, config)) {}

// To nothing, not to zero: a parameter that a step does not use then takes no part in it, whatever steps came before, and
// a resumed run behaves like one that never stopped.
void Optimizers::zeroGradients()
{
    for (const Group& group : groups_) {
        for (const auto& parameter : group.parameters) { parameter.values.mutable_grad().reset(); }
    }
}

void Optimizers::step(const std::vector<double>& rates)
{
    for (std::size_t i = 0; i < groups_.size(); ++i) { stepAt(*groups_[i].optimizer, i < rates.size() ? rates[i] : 0); }
}

void Optimizers::save(run::TensorFile& file) const
{
    for (const Group& group : groups_) {
        for (const auto& p : group.parameters) { saveMoments(*group.optimizer, p.values, p.name, file); }
    }
}

void Optimizers::restore(const run::TensorFile& file)
{
    for (const Group& group : groups_) {
        for (const auto& p : group.parameters) { restoreMoments(*group.optimizer, p.values, p.name, file); }
    }
}

} // namespace gridscope::train
