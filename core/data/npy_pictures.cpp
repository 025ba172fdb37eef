// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/npy_pictures.h"

#include "core/base/error.h"
#include "core/base/text_file.h"
#include "core/base/wording.h"
#include "core/data/npy.h"
#include "core/data/split.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <filesystem>
#include <limits>

namespace gridscope::data {

namespace {

using run::DType;
using run::Tensor;

constexpr std::int64_t mostSide = 4096;
constexpr std::int64_t mostClasses = std::numeric_limits<std::uint16_t>::max();

bool isWhole(DType type)
{
    return type == DType::U8 || type == DType::I8 || type == DType::I32 || type == DType::I64 || type == DType::Bool;
}
bool isReal(DType type) { return type == DType::F32 || type == DType::F64; }

template <typename Number>
Number numberAt(const Tensor& tensor, std::size_t index)
{
    Number number{};
    std::memcpy(&number, tensor.bytes.data() + index * sizeof number, sizeof number);
    return number;
}

std::int64_t wholeAt(const Tensor& tensor, std::size_t index)
{
    switch (tensor.dtype) {
    case DType::I8: return numberAt<std::int8_t>(tensor, index);
    case DType::I32: return numberAt<std::int32_t>(tensor, index);
    case DType::I64: return numberAt<std::int64_t>(tensor, index);
    default: return numberAt<std::uint8_t>(tensor, index);
    }
}

double realAt(const Tensor& tensor, std::size_t index)
{
    return tensor.dtype == DType::F32 ? double(numberAt<float>(tensor, index)) : numberAt<double>(tensor, index);
}

// Real numbers are labels when all are whole, as 3.0 is.
std::int64_t labelAt(const Tensor& labels, std::size_t index)
{
    if (!isReal(labels.dtype)) { return wholeAt(labels, index); }
    const double label = realAt(labels, index);
    if (!(label >= 0 && label < double(mostClasses) && label == std::floor(label))) {
        throw FileError("Label " + std::to_string(index) + " in " + labels.name + " is " + run::numberText(label)
                        + "; a class is a whole number from 0 to 65,534.");
    }
    return std::int64_t(label);
}

// Bytes as they are, truth values as black and white, and other whole numbers when they are 0 to 255.
std::vector<std::uint8_t> greysOf(const Tensor& pictures)
{
    if (pictures.dtype == DType::U8) { return pictures.bytes; }
    std::vector<std::uint8_t> greys = pictures.bytes;
    if (pictures.dtype == DType::Bool) {
        for (std::uint8_t& grey : greys) { grey = grey != 0 ? 255 : 0; }
        return greys;
    }
    const std::size_t count = pictures.bytes.size() / run::sizeBytes(pictures.dtype);
    if (!isWhole(pictures.dtype)) {
        bool isShare = isReal(pictures.dtype);
        for (std::size_t i = 0; i < count && isShare; ++i) {
            isShare = realAt(pictures, i) >= 0 && realAt(pictures, i) <= 1;
        }
        throw FileError("The pictures in " + pictures.name + " are not of bytes; save them with "
                        + (isShare ? "(255 * pictures).round().astype(\"uint8\"), since they go from 0 to 1."
                                   : "astype(\"uint8\") once they are brought to 0 to 255."));
    }
    greys.resize(count);
    for (std::size_t i = 0; i < count; ++i) {
        const std::int64_t grey = wholeAt(pictures, i);
        if (grey < 0 || grey > 255) {
            throw FileError(
                "Number " + std::to_string(i) + " in " + pictures.name + " is " + std::to_string(grey)
                + "; pictures are of bytes, so bring them to 0 to 255 and save them with astype(\"uint8\").");
        }
        greys[i] = std::uint8_t(grey);
    }
    return greys;
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
    return parseNpy(readBytesFile(path.string(), run::mostTensorBytes), run::withoutControls(path.filename().string()),
                    path.string());
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

// How the numbers of a picture lie.
struct Layout {
    bool isFirst = false, isLast = false; // where the channels are
    std::int64_t channels = 1, height = 0, width = 0;
};

Layout layoutOf(const Tensor& pictures)
{
    const auto& shape = pictures.shape;
    Layout l;
    l.isLast = shape.size() == 4 && isChannels(shape[3]);
    l.isFirst = shape.size() == 4 && isChannels(shape[1]) && !l.isLast;
    if ((shape.size() == 3 || l.isLast || l.isFirst) && shape[0] > 0) {
        l.channels = shape.size() == 3 ? 1 : shape[l.isLast ? 3 : 1];
        l.height = shape[l.isFirst ? 2 : 1];
        l.width = shape[l.isFirst ? 3 : 2];
    }
    if (l.height < 1 || l.width < 1 || l.height > mostSide || l.width > mostSide) {
        throw FileError(
            "The pictures in " + pictures.name + " are " + shapeText(pictures)
            + "; needed is count x height x width, or that x 1 or 3 channels, with sides of at most 4,096.");
    }
    return l;
}

void requireLabels(const Tensor& labels, std::int64_t pictures)
{
    const auto sides =
        std::ranges::count_if(labels.shape, [](std::int64_t size) { return size != 1; }); // (n), (n, 1) and (1, n)
    const std::int64_t most = labels.shape.empty() ? 0 : *std::ranges::max_element(labels.shape);
    const bool areNumbers = isWhole(labels.dtype) || isReal(labels.dtype);
    if (areNumbers && sides <= 1 && most == pictures) { return; }
    const bool isOneHot = labels.shape.size() == 2 && labels.shape[0] == pictures;
    throw FileError("The labels in " + labels.name + " are " + shapeText(labels) + "; needed are "
                    + run::thousands(pictures) + " whole numbers, one for each picture"
                    + (isOneHot ? ", such as labels.argmax(axis=1) where one column is 1." : "."));
}

std::vector<std::uint16_t> classesIn(const Tensor& labels, std::int64_t pictures)
{
    std::vector<std::uint16_t> classes;
    for (std::size_t i = 0; i < std::size_t(pictures); ++i) {
        const std::int64_t label = labelAt(labels, i);
        if (label < 0 || label >= mostClasses) {
            throw FileError("Label " + std::to_string(i) + " in " + labels.name + " is " + std::to_string(label)
                            + "; allowed is 0 to 65,534.");
        }
        classes.push_back(std::uint16_t(label));
    }
    return classes;
}

} // namespace

NpyPictures picturesOf(const Tensor& pictures, const Tensor& labels)
{
    const Layout layout = layoutOf(pictures);
    requireLabels(labels, pictures.shape[0]);
    NpyPictures part;
    part.channels = int(layout.channels);
    part.height = int(layout.height);
    part.width = int(layout.width);
    part.samples.bytes = greysOf(pictures);
    if (layout.isLast && part.channels == 3) {
        part.samples.bytes = planes(part.samples.bytes, std::size_t(layout.height * layout.width));
    }
    part.samples.labels = classesIn(labels, pictures.shape[0]);
    return part;
}

Dataset loadNpyPictures(const run::RunConfig& config)
{
    const std::filesystem::path folder = std::filesystem::path(config.dataFolder).lexically_normal();
    NpyPictures train = readPart(folder, "train"), test = readPart(folder, "test");
    requireSameSize(train, test, config);
    Dataset dataset;
    dataset.name = lastNameOf(config.dataFolder);
    dataset.source = run::withoutControls(config.dataFolder);
    dataset.channels = train.channels;
    dataset.height = train.height;
    dataset.width = train.width;
    std::vector<std::int64_t> trainLabels(train.samples.labels.begin(), train.samples.labels.end());
    std::vector<std::int64_t> testLabels(test.samples.labels.begin(), test.samples.labels.end());
    nameClasses(dataset, trainLabels, testLabels, config, "train_labels.npy", "test_labels.npy");
    train.samples.labels.assign(trainLabels.begin(), trainLabels.end());
    test.samples.labels.assign(testLabels.begin(), testLabels.end());
    const std::int64_t heldOut = std::min<std::int64_t>(config.validationSamples, train.samples.count() / 10);
    return assembled(std::move(dataset), train.samples, test.samples, config, heldOut);
}

} // namespace gridscope::data
