// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/dataset.h"

#include "core/data/cifar10.h"
#include "core/data/csv.h"
#include "core/data/idx.h"
#include "core/data/npy_pictures.h"
#include "core/data/picture_folder.h"
#include "core/data/sample.h"
#include "core/data/split.h"
#include "core/data/toy.h"
#include "core/run/error.h"
#include "core/run/wording.h"

#include <algorithm>
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

Samples samplesOf(Part part)
{
    Samples samples;
    samples.bytes = std::move(part.pictures.values);
    samples.labels.assign(part.labels.values.begin(), part.labels.values.end());
    return samples;
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
    Part train = readPart(read, "train", source);
    Part test = readPart(read, "t10k", source);
    checkSizes(train, test, config, source);
    Dataset dataset;
    dataset.name = name;
    dataset.source = source;
    dataset.height = static_cast<int>(train.pictures.shape[1]);
    dataset.width = static_cast<int>(train.pictures.shape[2]);
    dataset.classes = pictureClasses;
    return assembled(std::move(dataset), samplesOf(std::move(train)), samplesOf(std::move(test)), config, heldOut);
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
           " test " + (train.values.empty() ? "pictures" : "points") + ")";
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
    if (config.data == "cifar10") { return loadCifar10(config); }
    if (config.data == "csv") { return loadCsv(config); }
    if (config.data == "npy") { return loadNpyPictures(config); }
    if (config.data == "folder") { return loadPictureFolder(config); }
    return loadOther(config);
}

} // namespace gridscope::data
