// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/torch_script.h"

#include <torch/csrc/jit/api/module.h>
#include <torch/types.h>

#include <sstream>

namespace gridscope::train {

namespace {

torch::Tensor floats(const std::vector<float>& values, const std::vector<std::int64_t>& shape)
{
    return torch::from_blob(const_cast<float*>(values.data()), shape, torch::kFloat32).clone();
}

torch::Tensor scalar(float value) { return torch::full({}, value, torch::kFloat32); }

// Python for one layer; x is what flows through.
std::string layerCode(const FinalisedLayer& layer)
{
    const std::string& n = layer.name;
    std::string code = layer.quantizer ? "    w = self." + n + "_codes.to(6) * self." + n + "_alpha\n" // 6: float32
                                       : "    w = self." + n + "_weight\n";
    code += layer.isConvolution() ? "    x = torch.conv2d(x, w, self." + n + "_bias)\n"
                                  : "    x = torch.linear(torch.flatten(x, 1), w, self." + n + "_bias)\n";
    if (layer.activates) { code += "    x = torch.relu(x)\n"; }
    if (layer.pools) { code += "    x = torch.max_pool2d(x, [2, 2])\n"; }
    if (layer.activation) { // halves go up, as in training
        code += "    x = torch.clamp(torch.floor(x / self." + n + "_activation_alpha + 0.5), 0, "
                + std::to_string(layer.activation->grid.high) + ") * self." + n + "_activation_alpha\n";
    }
    return code;
}

void addTensors(torch::jit::Module& module, const FinalisedLayer& layer)
{
    if (layer.quantizer) {
        const auto codes = torch::from_blob(const_cast<std::int16_t*>(layer.codes.data()), layer.shape, torch::kInt16);
        module.register_buffer(layer.name + "_codes",
                               codes.to(layer.isWide() ? torch::kInt16 : torch::kInt8, false, true));
        module.register_buffer(layer.name + "_alpha", scalar(layer.quantizer->alpha));
    } else {
        module.register_buffer(layer.name + "_weight", floats(layer.weights, layer.shape));
    }
    module.register_buffer(layer.name + "_bias", floats(layer.bias, {std::int64_t(layer.bias.size())}));
    if (layer.activation) { module.register_buffer(layer.name + "_activation_alpha", scalar(layer.activation->alpha)); }
}

} // namespace

std::vector<std::uint8_t> torchScript(const FinalisedNet& net)
{
    torch::jit::Module module("gridscope_" + net.config.network);
    std::string code = "def forward(self, x: Tensor) -> Tensor:\n    x = x.to(6)\n";
    if (net.isPicture) {
        module.register_buffer("input_mean", scalar(net.mean));
        module.register_buffer("input_deviation", scalar(net.deviation));
        code += "    x = (x / 255.0 - self.input_mean) / self.input_deviation\n";
    }
    for (const auto& layer : net.layers) {
        addTensors(module, layer);
        code += layerCode(layer);
    }
    module.define(code + "    return x\n");
    std::ostringstream archive;
    module.save(archive);
    const std::string bytes = archive.str();
    return {bytes.begin(), bytes.end()};
}

} // namespace gridscope::train
