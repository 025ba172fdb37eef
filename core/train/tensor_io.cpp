// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/tensor_io.h"

#include "core/base/error.h"

namespace gridscope::train {

run::Tensor toFile(const std::string& name, const torch::Tensor& tensor)
{
    const torch::Tensor c = tensor.detach().cpu().contiguous();
    const float* values = c.data_ptr<float>();
    return run::makeTensor<float>(name, c.sizes().vec(), {values, values + c.numel()});
}

torch::Tensor toTorch(const run::Tensor& stored)
{
    if (stored.dtype == run::DType::F64) {
        auto values = run::valuesOf<double>(stored);
        return torch::from_blob(values.data(), stored.shape, torch::kFloat64).to(torch::kFloat32);
    }
    if (stored.dtype == run::DType::F16) {
        auto bytes = stored.bytes;
        return torch::from_blob(bytes.data(), stored.shape, torch::kFloat16).to(torch::kFloat32);
    }
    auto values = run::valuesOf<float>(stored);
    return torch::from_blob(values.data(), stored.shape, torch::kFloat32).clone();
}

const run::Tensor& needed(const run::TensorFile& file, const std::string& name)
{
    const run::Tensor* found = file.find(name);
    if (found == nullptr) { throw FileError("The checkpoint has no \"" + name + "\"; it belongs to another network."); }
    return *found;
}

void fromFile(const run::TensorFile& file, const std::string& name, torch::Tensor& tensor)
{
    const run::Tensor& stored = needed(file, name);
    if (stored.shape != tensor.sizes().vec()) {
        throw FileError("In the checkpoint \"" + name + "\" has another shape than in this network.");
    }
    auto values = run::valuesOf<float>(stored);
    const torch::NoGradGuard noGrad;
    tensor.copy_(torch::from_blob(values.data(), tensor.sizes(), torch::kFloat32));
}

} // namespace gridscope::train
