// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/dataset.h"

#include "core/base/error.h"
#include "core/base/wording.h"
#include "core/data/cifar10.h"
#include "core/data/csv.h"
#include "core/data/idx_folder.h"
#include "core/data/npy_pictures.h"
#include "core/data/picture_folder.h"
#include "core/data/sample.h"
#include "core/data/split.h"
#include "core/data/toy.h"

#include <algorithm>
#include <filesystem>
#include <functional>
#include <limits>

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

std::vector<std::int64_t> labelsOf(const Part& part, const std::string& name)
{
    const auto& shape = part.labels.shape;
    const bool isColumn = shape.size() == 1 || (shape.size() == 2 && shape[1] == 1);
    if (!isColumn) { throw FileError("The labels " + name + " have more than one dimension."); }
    if (shape[0] != part.count()) {
        throw FileError("The set " + name + " has " + thousands(part.count()) + " pictures, but " + thousands(shape[0])
                        + " labels.");
    }
    return {part.labels.values.begin(), part.labels.values.end()};
}

void requireKnownClasses(const std::vector<std::int64_t>& labels, const std::string& name, const std::string& set)
{
    const auto wrong = std::ranges::find_if(labels, [](std::int64_t label) { return label >= pictureClasses; });
    if (wrong != labels.end()) {
        throw FileError("Label " + std::to_string(wrong - labels.begin()) + " of " + name + " is "
                        + std::to_string(*wrong) + "; " + set + " has 0 to " + std::to_string(pictureClasses - 1)
                        + ", so choose data idx for another set.");
    }
}

Part readPart(const ReadFile& read, const std::string& prefix, const std::string& name)
{
    Part part{read(prefix + "-images-idx3-ubyte"), read(prefix + "-labels-idx1-ubyte")};
    if (part.pictures.shape.size() != 3) {
        throw FileError("The pictures " + name + " have " + std::to_string(part.pictures.shape.size())
                        + " dimensions; three are needed.");
    }
    if (part.pictures.values.empty()) { throw FileError("The set " + name + " holds no pictures."); }
    return part;
}

Samples samplesOf(Part part, const std::vector<std::int64_t>& labels)
{
    Samples samples;
    samples.bytes = std::move(part.pictures.values);
    samples.labels.assign(labels.begin(), labels.end());
    return samples;
}

void checkSizes(const Part& train, const Part& test, const RunConfig& config, const std::string& source)
{
    const auto sizeText = [](const Part& part) {
        return std::to_string(part.pictures.shape[1]) + "x" + std::to_string(part.pictures.shape[2]);
    };
    if (sizeText(train) != sizeText(test)) {
        throw FileError("The training pictures in " + source + " are " + sizeText(train)
                        + ", but the test pictures are " + sizeText(test) + ".");
    }
    if (config.network == "lenet5" && sizeText(train) != "28x28") {
        throw ConfigError("network is lenet5, which needs 28x28 pictures, but those in " + source + " are "
                          + sizeText(train) + "; choose network mlp.");
    }
}

Dataset assemble(const RunConfig& config, const ReadFile& read, const std::string& name, const std::string& place,
                 std::int64_t mostHeldOut)
{
    const std::string source = run::withoutControls(place), trainName = "train in " + source,
                      testName = "t10k in " + source;
    Part train = readPart(read, "train", trainName);
    auto trainLabels = labelsOf(train, trainName);
    Part test = readPart(read, "t10k", testName);
    auto testLabels = labelsOf(test, testName);
    checkSizes(train, test, config, source);
    Dataset dataset;
    dataset.name = name;
    dataset.source = source;
    dataset.height = static_cast<int>(train.pictures.shape[1]);
    dataset.width = static_cast<int>(train.pictures.shape[2]);
    dataset.classes = pictureClasses;
    if (config.data == "idx") {
        nameClasses(dataset, trainLabels, testLabels, config, trainName, testName);
        if (config.split == "last") { dataset.classes = std::max(dataset.classes, pictureClasses); } // as it was
    } else {
        requireKnownClasses(trainLabels, trainName, name);
        requireKnownClasses(testLabels, testName, name);
    }
    const std::int64_t heldOut = std::min(heldOutOf(config, train.count()), mostHeldOut);
    return assembled(std::move(dataset), samplesOf(std::move(train), trainLabels),
                     samplesOf(std::move(test), testLabels), config, heldOut);
}

Dataset loadFolder(const RunConfig& config, const std::string& folder, const std::string& name)
{
    const ReadFile read = [&](const std::string& fileName) { return readIdxOf(folder, fileName); };
    return assemble(config, read, name, folder, std::numeric_limits<std::int64_t>::max());
}

constexpr int sampleHeldOut = 100; // at most, of its 400; the default would take them all

Dataset loadSample(const RunConfig& config)
{
    RunConfig asked = config;
    asked.validationSamples = std::min(config.validationSamples, sampleHeldOut); // of the default not only a tenth
    return assemble(asked, readSampleIdx, "Fashion-MNIST sample", "the program itself", sampleHeldOut);
}

Dataset loadNamed(const RunConfig& config, const run::NamedSet& set)
{
    const std::string folder = config.dataFolder.empty() ? installedFolder(set) : config.dataFolder;
    if (folder.empty()) { throw FileError(howToInstall(set)); }
    return loadFolder(config, folder, std::string(set.title));
}

Dataset loadOther(const RunConfig& config)
{
    const std::string name = lastNameOf(config.dataFolder);
    return loadFolder(config, config.dataFolder, name.empty() ? run::withoutControls(config.dataFolder) : name);
}

// "36/4/10" of each class, or within which limits they are when there are many.
std::string classText(const Dataset& dataset)
{
    constexpr std::size_t mostNamed = 12, mostNamedOfEqual = 4;
    const auto classes = std::size_t(dataset.classes);
    std::vector<std::vector<std::int64_t>> counts;
    for (const Samples* set : {&dataset.train, &dataset.validation, &dataset.test}) {
        auto& mine = counts.emplace_back(classes);
        for (const std::uint16_t label : set->labels) { ++mine[label]; }
    }
    std::string text = thousands(dataset.classes) + " classes, training/validation/test: ";
    const bool areEqual =
        std::ranges::all_of(counts, [](const auto& of) { return std::ranges::min(of) == std::ranges::max(of); });
    if (classes <= (areEqual ? mostNamedOfEqual : mostNamed)) {
        for (std::size_t c = 0; c < classes; ++c) {
            text += (c == 0 ? "" : ", ") + classNameOf(dataset, c) + " " + thousands(counts[0][c]) + "/"
                    + thousands(counts[1][c]) + "/" + thousands(counts[2][c]);
        }
        return text;
    }
    for (std::size_t set = 0; set < counts.size(); ++set) {
        const auto [least, most] = std::ranges::minmax(counts[set]);
        text += (set == 0 ? "" : "/") + thousands(least) + (least == most ? "" : " to " + thousands(most));
    }
    return text + " each";
}

std::string passedOverText(const std::vector<PassedOver>& all)
{
    constexpr std::size_t mostNamed = 4;
    std::string text =
        "passed over " + thousands(std::int64_t(all.size())) + (all.size() == 1 ? " file: " : " files: ");
    for (std::size_t i = 0; i < std::min(all.size(), mostNamed); ++i) {
        text += (i == 0 ? "" : ", ") + run::withoutControls(all[i].what) + " (" + all[i].why + ")";
    }
    return text + (all.size() > mostNamed ? ", and " + thousands(std::int64_t(all.size() - mostNamed)) + " more" : "");
}

} // namespace

std::string lastNameOf(const std::string& path)
{
    const auto place = std::filesystem::path(path).lexically_normal();
    return run::withoutControls((place.has_filename() ? place : place.parent_path()).filename().string());
}

std::string classNameOf(const Dataset& dataset, std::size_t label)
{
    return label < dataset.classNames.size() ? run::shown(dataset.classNames[label]) : std::to_string(label);
}

std::vector<std::string> notesOf(const Dataset& dataset)
{
    std::vector<std::string> notes{classText(dataset)};
    notes.insert(notes.end(), dataset.notes.begin(), dataset.notes.end());
    if (!dataset.passedOver.empty()) { notes.push_back(passedOverText(dataset.passedOver)); }
    for (std::string& note : notes) { // each stays on its line
        note = run::withoutControls(note);
        std::ranges::replace(note, '\n', '?');
    }
    if (dataset.validation.count() == 0) {
        notes.emplace_back(
            "nothing is held out for validation, so accuracy is measured at the end only, on the test set");
    }
    return notes;
}

std::string Dataset::description() const
{
    return name + " (" + thousands(train.count()) + " training, " + thousands(validation.count()) + " validation, "
           + thousands(test.count()) + " test " + (train.values.empty() ? "pictures" : "points") + ")";
}

std::string installedFashionMnist() { return installedFolder(*run::namedSet("fashion-mnist")); }

Dataset loadDataset(const RunConfig& config)
{
    if (run::isToy(config.data)) { return makeToy(config); }
    if (config.data == "sample") { return loadSample(config); }
    if (const run::NamedSet* set = run::namedSet(config.data)) { return loadNamed(config, *set); }
    if (config.data == "cifar10") { return loadCifar10(config); }
    if (config.data == "csv") { return loadCsv(config); }
    if (config.data == "npy") { return loadNpyPictures(config); }
    if (config.data == "folder") { return loadPictureFolder(config); }
    return loadOther(config);
}

} // namespace gridscope::data
