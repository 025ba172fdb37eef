// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/npy_pictures.h"

#include "core/data/npy.h"
#include "core/data/split.h"
#include "core/export/text_file.h"
#include "core/run/error.h"
#include "core/run/wording.h"

#include <algorithm>
#include <cstring>
#include <filesystem>
#include <limits>

namespace gridscope::data {

namespace {

using run::DType;
using run::Tensor;

constexpr std::int64_t mostSide = 4096;
constexpr std::int64_t mostClasses = std::numeric_limits<std::uint16_t>::max();

bool isWhole(DType type) { return type == DType::U8 || type == DType::I8 || type == DType::I32 || type == DType::I64; }

template <typename Number>
std::int64_t numberAt(const Tensor& tensor, std::size_t index)
{
    Number number{};
    std::memcpy(&number, tensor.bytes.data() + index * sizeof number, sizeof number);
    return std::int64_t(number);
}

std::int64_t labelAt(const Tensor& labels, std::size_t index)
{
    switch (labels.dtype) {
    case DType::I8: return numberAt<std::int8_t>(labels, index);
    case DType::I32: return numberAt<std::int32_t>(labels, index);
    case DType::I64: return numberAt<std::int64_t>(labels, index);
    default: return numberAt<std::uint8_t>(labels, index);
    }
}

std::string shapeText(const Tensor& tensor)
{
    std::string text;
    for (const auto size : tensor.shape) { text += (text.empty() ? "" : "x") + std::to_string(size); }
    return tensor.shape.empty() ? "one number" : text;
}

bool isChannels(std::int64_t size) { return size == 1 || size == 3; }

// [count, height, width, channels] to [count, channels, height, width].
std::vector<std::uint8_t> planes(const std::vector<std::uint8_t>& bytes, std::size_t pixels)
{
    constexpr std::size_t channels = 3;
    std::vector<std::uint8_t> sorted(bytes.size());
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        const std::size_t picture = i / (pixels * channels), within = i % (pixels * channels);
        sorted[picture * pixels * channels + within % channels * pixels + within / channels] = bytes[i];
    }
    return sorted;
}

Tensor readArray(const std::filesystem::path& path)
{
    return parseNpy(readBytesFile(path.string(), run::mostTensorBytes), path.filename().string(), path.string());
}

NpyPictures readPart(const std::filesystem::path& folder, const std::string& part)
{
    const Tensor pictures = readArray(folder / (part + "_images.npy"));
    return picturesOf(pictures, readArray(folder / (part + "_labels.npy")));
}

void requireSameSize(const NpyPictures& train, const NpyPictures& test, const run::RunConfig& config)
{
    const auto text = [](const NpyPictures& p) {
        return std::to_string(p.height) + "x" + std::to_string(p.width) + " with " + std::to_string(p.channels)
               + (p.channels == 1 ? " channel" : " channels");
    };
    if (text(train) != text(test)) {
        throw FileError("The training pictures in " + config.dataFolder + " are " + text(train)
                        + ", but the test pictures are " + text(test) + ".");
    }
    if (config.network == "lenet5" && (train.height != 28 || train.width != 28)) {
        throw ConfigError("network is lenet5, which needs 28x28 pictures, but those in " + config.dataFolder + " are "
                          + text(train) + "; choose network mlp.");
    }
}

} // namespace

NpyPictures picturesOf(const Tensor& pictures, const Tensor& labels)
{
    const auto& shape = pictures.shape;
    if (pictures.dtype != DType::U8) {
        throw FileError("The pictures in " + pictures.name + " are not of bytes; save them with astype(\"uint8\").");
    }
    const bool isGrey = shape.size() == 3;
    const bool isLast = shape.size() == 4 && isChannels(shape[3]);
    const bool isFirst = shape.size() == 4 && isChannels(shape[1]) && !isLast;
    const bool fits = (isGrey || isLast || isFirst) && shape[0] > 0;
    NpyPictures part;
    const std::int64_t height = fits ? shape[isFirst ? 2 : 1] : 0, width = fits ? shape[isFirst ? 3 : 2] : 0;
    if (!fits || height < 1 || width < 1 || height > mostSide || width > mostSide) {
        throw FileError(
            "The pictures in " + pictures.name + " are " + shapeText(pictures)
            + "; needed is count x height x width, or that x 1 or 3 channels, with sides of at most 4,096.");
    }
    if (!isWhole(labels.dtype) || labels.shape.size() != 1 || labels.shape[0] != shape[0]) {
        throw FileError("The labels in " + labels.name + " are " + shapeText(labels) + "; needed are "
                        + run::thousands(shape[0]) + " whole numbers, one for each picture.");
    }
    part.channels = isGrey ? 1 : int(shape[isLast ? 3 : 1]);
    part.height = int(height);
    part.width = int(width);
    part.samples.bytes =
        isLast && part.channels == 3 ? planes(pictures.bytes, std::size_t(height * width)) : pictures.bytes;
    for (std::size_t i = 0; i < std::size_t(shape[0]); ++i) {
        const std::int64_t label = labelAt(labels, i);
        if (label < 0 || label >= mostClasses) {
            throw FileError("Label " + std::to_string(i) + " in " + labels.name + " is " + std::to_string(label)
                            + "; allowed is 0 to 65,534.");
        }
        part.samples.labels.push_back(std::uint16_t(label));
    }
    return part;
}

Dataset loadNpyPictures(const run::RunConfig& config)
{
    const std::filesystem::path folder = std::filesystem::path(config.dataFolder).lexically_normal();
    const NpyPictures train = readPart(folder, "train"), test = readPart(folder, "test");
    requireSameSize(train, test, config);
    Dataset dataset;
    dataset.name = (folder.has_filename() ? folder : folder.parent_path()).filename().string();
    dataset.source = config.dataFolder;
    dataset.channels = train.channels;
    dataset.height = train.height;
    dataset.width = train.width;
    dataset.classes = 1 + *std::ranges::max_element(train.samples.labels);
    const auto wrong = std::ranges::find_if(test.samples.labels, [&](int label) { return label >= dataset.classes; });
    if (wrong != test.samples.labels.end()) {
        throw FileError("Label " + std::to_string(wrong - test.samples.labels.begin()) + " in test_labels.npy is "
                        + std::to_string(*wrong) + ", but the training labels only go to "
                        + std::to_string(dataset.classes - 1) + ".");
    }
    if (dataset.classes < 2) {
        throw FileError("All labels in train_labels.npy are 0; needed are at least two classes.");
    }
    const std::int64_t heldOut = std::min<std::int64_t>(config.validationSamples, train.samples.count() / 10);
    return assembled(std::move(dataset), train.samples, test.samples, config, heldOut);
}

} // namespace gridscope::data
