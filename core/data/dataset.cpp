// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/dataset.h"

#include "core/data/idx.h"
#include "core/data/sample.h"
#include "core/data/toy.h"
#include "core/run/error.h"
#include "core/run/wording.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <optional>

namespace gridscope::data {

namespace {

using run::RunConfig;
using run::thousands;

constexpr int pictureClasses = 10;

// The four files of the MNIST family, by role, in the spelling of most of its members.
using ReadFile = std::function<IdxArray(const std::string& fileName)>;

struct Part {
    IdxArray pictures;
    IdxArray labels;
    std::int64_t count() const { return pictures.shape[0]; }
};

std::optional<std::string> findFile(const std::string& folder, std::string fileName)
{
    std::string dotted = fileName;
    dotted[dotted.find("-idx")] = '.';   // "train-images.idx3-ubyte"
    for (const std::string& name : {fileName, fileName + ".gz", dotted, dotted + ".gz"}) {
        std::error_code ignored;
        const auto path = std::filesystem::path(folder) / name;
        if (std::filesystem::is_regular_file(path, ignored)) { return path.string(); }
    }
    return std::nullopt;
}

void checkLabels(const Part& part, const std::string& name)
{
    if (part.labels.shape.size() != 1) { throw FileError("The labels " + name + " have more than one dimension."); }
    if (part.labels.shape[0] != part.count()) {
        throw FileError("The set " + name + " has " + thousands(part.count()) + " pictures, but " + thousands(part.labels.shape[0]) + " labels.");
    }
    const auto wrong = std::ranges::find_if(part.labels.values, [](std::uint8_t label) { return label >= pictureClasses; });
    if (wrong != part.labels.values.end()) {
        throw FileError("Label " + std::to_string(wrong - part.labels.values.begin()) + " of " + name + " is " + std::to_string(*wrong) +
                        "; allowed is 0 to " + std::to_string(pictureClasses - 1) + ".");
    }
}

Part readPart(const ReadFile& read, const std::string& prefix, const std::string& source)
{
    const std::string name = prefix + " in " + source;
    Part part{read(prefix + "-images-idx3-ubyte"), read(prefix + "-labels-idx1-ubyte")};
    if (part.pictures.shape.size() != 3) {
        throw FileError("The pictures " + name + " have " + std::to_string(part.pictures.shape.size()) + " dimensions; three are needed.");
    }
    if (part.pictures.values.empty()) { throw FileError("The set " + name + " holds no pictures."); }
    checkLabels(part, name);
    return part;
}

void append(Samples& samples, const Part& part, std::int64_t position)
{
    const std::int64_t size = part.pictures.shape[1] * part.pictures.shape[2];
    const auto first = part.pictures.values.begin() + position * size;
    samples.bytes.insert(samples.bytes.end(), first, first + size);
    samples.labels.push_back(part.labels.values[std::size_t(position)]);
}

// Every k-th picture is held out, whatever the seed, so that all runs are measured on the same ones.
void splitTraining(Dataset& dataset, const Part& part, std::int64_t heldOut, std::int64_t limit)
{
    const std::int64_t wanted = limit > 0 ? std::min(limit, part.count() - heldOut) : part.count() - heldOut;
    const auto pictureBytes = std::size_t(part.pictures.shape[1] * part.pictures.shape[2]);
    dataset.validation.bytes.reserve(std::size_t(heldOut) * pictureBytes);
    dataset.train.bytes.reserve(std::size_t(wanted) * pictureBytes);
    for (std::int64_t position = 0; position < part.count(); ++position) {
        const bool isHeldOut = (position + 1) * heldOut / part.count() > position * heldOut / part.count();
        if (isHeldOut) {
            append(dataset.validation, part, position);
        } else if (dataset.train.count() < wanted) {
            append(dataset.train, part, position);
        }
    }
}

void takeTest(Dataset& dataset, const Part& part, std::int64_t limit)
{
    const std::int64_t wanted = limit > 0 ? std::min(limit, part.count()) : part.count();
    for (std::int64_t position = 0; position < wanted; ++position) { append(dataset.test, part, position); }
}

void measure(Dataset& dataset)
{
    std::array<std::int64_t, 256> counts{};
    for (const std::uint8_t value : dataset.train.bytes) { ++counts[value]; }
    double sum = 0;
    double squares = 0;
    for (std::size_t value = 0; value < counts.size(); ++value) {
        const double level = double(value) / 255;
        sum += level * double(counts[value]);
        squares += level * level * double(counts[value]);
    }
    const double mean = sum / double(dataset.train.bytes.size());
    const double deviation = std::sqrt(std::max(squares / double(dataset.train.bytes.size()) - mean * mean, 0.0));
    dataset.mean = static_cast<float>(mean);
    dataset.deviation = deviation > 0 ? static_cast<float>(deviation) : 1.0F;   // pictures of one grey
}

void checkSizes(const Part& train, const Part& test, const RunConfig& config, const std::string& source)
{
    const auto sizeText = [](const Part& part) { return std::to_string(part.pictures.shape[1]) + "x" + std::to_string(part.pictures.shape[2]); };
    if (sizeText(train) != sizeText(test)) {
        throw FileError("The training pictures in " + source + " are " + sizeText(train) + ", but the test pictures are " + sizeText(test) + ".");
    }
    if (config.network == "lenet5" && sizeText(train) != "28x28") {
        throw ConfigError("network is lenet5, which needs 28x28 pictures, but those in " + source + " are " + sizeText(train) +
                          "; choose network mlp.");
    }
}

Dataset assemble(const RunConfig& config, const ReadFile& read, const std::string& name, const std::string& source, std::int64_t heldOut)
{
    const Part train = readPart(read, "train", source);
    const Part test = readPart(read, "t10k", source);
    checkSizes(train, test, config, source);
    if (heldOut >= train.count()) {
        throw ConfigError("validation_samples is " + std::to_string(heldOut) + ", but there are only " + thousands(train.count()) +
                          " training pictures in " + source + ".");
    }
    Dataset dataset;
    dataset.name = name;
    dataset.source = source;
    dataset.height = static_cast<int>(train.pictures.shape[1]);
    dataset.width = static_cast<int>(train.pictures.shape[2]);
    dataset.classes = pictureClasses;
    splitTraining(dataset, train, heldOut, config.trainSamples);
    takeTest(dataset, test, config.testSamples);
    measure(dataset);
    return dataset;
}

Dataset loadFolder(const RunConfig& config, const std::string& folder, const std::string& name)
{
    const ReadFile read = [&](const std::string& fileName) {
        const auto path = findFile(folder, fileName);
        if (!path) { throw FileError("There is no " + fileName + " or " + fileName + ".gz in the folder " + folder + "."); }
        return readIdx(*path);
    };
    return assemble(config, read, name, folder, config.validationSamples);
}

Dataset loadSample(const RunConfig& config)
{
    constexpr int mostHeldOut = 100;   // of 400; the default would take them all
    return assemble(config, readSampleIdx, "Fashion-MNIST sample", "the program itself", std::min(config.validationSamples, mostHeldOut));
}

Dataset loadFashionMnist(const RunConfig& config)
{
    const std::string folder = config.dataFolder.empty() ? installedFashionMnist() : config.dataFolder;
    if (folder.empty()) {
        throw FileError("Fashion-MNIST is not installed; install Debian's package dataset-fashion-mnist, name its folder with --set "
                        "data_folder=FOLDER, or use --set data=sample.");
    }
    return loadFolder(config, folder, "Fashion-MNIST");
}

Dataset loadOther(const RunConfig& config)
{
    const auto folder = std::filesystem::path(config.dataFolder).lexically_normal();
    const auto name = folder.has_filename() ? folder.filename() : folder.parent_path().filename();
    return loadFolder(config, config.dataFolder, name.empty() ? config.dataFolder : name.string());
}

std::vector<std::string> dataFolders()
{
    std::vector<std::string> folders;
    const auto add = [&](std::string_view folder) {
        if (!folder.empty()) { folders.push_back(std::string(folder) + "/datasets/fashion-mnist"); }
    };
    if (const char* own = std::getenv("GRIDSCOPE_DATA")) {
        folders.push_back(std::string(own) + "/fashion-mnist");
        folders.emplace_back(own);
    }
    if (const char* list = std::getenv("XDG_DATA_DIRS")) {
        std::string_view rest = list;
        while (!rest.empty()) {
            const auto colon = std::min(rest.find(':'), rest.size());
            add(rest.substr(0, colon));
            rest.remove_prefix(std::min(colon + 1, rest.size()));
        }
    }
    add("/usr/local/share");
    add("/usr/share");
    return folders;
}

} // namespace

std::string Dataset::description() const
{
    return name + " (" + thousands(train.count()) + " training, " + thousands(validation.count()) + " validation, " + thousands(test.count()) +
           " test " + (train.bytes.empty() ? "points" : "pictures") + ")";
}

std::string installedFashionMnist()
{
    for (const std::string& folder : dataFolders()) {
        if (findFile(folder, "train-images-idx3-ubyte")) { return folder; }
    }
    return {};
}

Dataset loadDataset(const RunConfig& config)
{
    if (run::isToy(config.data)) { return makeToy(config); }
    if (config.data == "sample") { return loadSample(config); }
    if (config.data == "fashion-mnist") { return loadFashionMnist(config); }
    return loadOther(config);
}

} // namespace gridscope::data
