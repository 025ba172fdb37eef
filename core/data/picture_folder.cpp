// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/picture_folder.h"

#include "core/base/error.h"
#include "core/base/wording.h"
#include "core/data/picture_scan.h"
#include "core/data/split.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <limits>
#include <string_view>

namespace gridscope::data {

namespace {

namespace fs = std::filesystem;

DecodePicture& decoder()
{
    static DecodePicture decode;
    return decode;
}

bool isHidden(const fs::path& path) { return path.filename().string().starts_with('.'); }

// What other programs leave beside pictures; a thumbnail in there is no sample.
bool isForeignFolder(const fs::path& path)
{
    constexpr std::array<std::string_view, 5> known = {"__MACOSX", "@eaDir", "lost+found", "$RECYCLE.BIN",
                                                       "System Volume Information"};
    return isHidden(path) || std::ranges::find(known, path.filename().string()) != known.end();
}

std::string textOf(const fs::path& path) { return run::withoutControls(path.string()); }

// Sorted by name, so that labels and order are the same on every machine.
std::vector<fs::path> sortedEntries(const fs::path& folder, bool folders)
{
    std::error_code failed;
    std::vector<fs::path> found;
    for (auto entry = fs::directory_iterator(folder, failed); !failed && entry != fs::directory_iterator();
         entry.increment(failed)) {
        std::error_code ignored;
        const bool fits = folders ? entry->is_directory(ignored) : !entry->is_directory(ignored);
        const bool isForeign = folders ? isForeignFolder(entry->path()) : isHidden(entry->path());
        if (fits && !isForeign) { found.push_back(entry->path()); }
    }
    if (failed) { throw FileError("The folder " + textOf(folder) + " could not be read: " + failed.message() + "."); }
    std::ranges::sort(found);
    return found;
}

// With those in folders of it, however deep.
void addFiles(const fs::path& folder, std::vector<fs::path>& files, int depth)
{
    constexpr int deepest = 32; // links may go round
    if (depth > deepest) {
        throw FileError("The folder " + textOf(folder) + " lies more than 32 folders deep in its class.");
    }
    for (const fs::path& file : sortedEntries(folder, false)) { files.push_back(file); }
    for (const fs::path& inner : sortedEntries(folder, true)) { addFiles(inner, files, depth + 1); }
}

struct Tree {
    Samples samples;
    std::vector<std::string> classes; // by label
};

struct Place {
    fs::path root; // what is passed over is named from here
    int side;
    std::vector<PassedOver>& passedOver;
};

void requirePictures(const Tree& tree, const fs::path& folder, std::size_t passedOver)
{
    if (tree.classes.size() < 2) {
        throw FileError("The folder " + textOf(folder) + " has " + std::to_string(tree.classes.size())
                        + (tree.classes.size() == 1 ? " folder with " : " folders with ")
                        + run::thousands(tree.samples.count())
                        + " pictures; needed is one folder of pictures for each of at least two classes.");
    }
    std::vector<std::int64_t> counts(tree.classes.size());
    for (const auto label : tree.samples.labels) { ++counts[label]; }
    for (std::size_t c = 0; c < counts.size(); ++c) {
        if (counts[c] > 0) { continue; }
        throw FileError("The folder " + textOf(folder / tree.classes[c]) + " holds no pictures"
                        + (passedOver > 0 ? " that can be read (PNG, JPEG, GIF, BMP, WebP)" : "")
                        + "; each folder there is a class, so put some in or take it away.");
    }
}

Tree readTree(const fs::path& folder, const Place& place)
{
    Tree tree;
    std::vector<std::string> files;
    std::vector<std::uint16_t> labels;
    for (const fs::path& classFolder : sortedEntries(folder, true)) {
        std::vector<fs::path> mine;
        addFiles(classFolder, mine, 0);
        for (const fs::path& file : mine) {
            files.push_back(file.string());
            labels.push_back(std::uint16_t(tree.classes.size()));
        }
        tree.classes.push_back(classFolder.filename().string());
        if (tree.classes.size() > std::numeric_limits<std::uint16_t>::max()) {
            throw FileError("The folder " + textOf(folder) + " has more than 65,535 classes.");
        }
    }
    const std::size_t before = place.passedOver.size();
    const std::vector<std::string> why = whyNotPictures(files, place.side);
    for (std::size_t i = 0; i < files.size(); ++i) {
        if (why[i].empty()) {
            tree.samples.files.push_back(files[i]);
            tree.samples.labels.push_back(labels[i]);
        } else {
            place.passedOver.push_back({fs::path(files[i]).lexically_relative(place.root).string(), why[i]});
        }
    }
    requirePictures(tree, folder, place.passedOver.size() - before);
    for (const fs::path& file : sortedEntries(folder, false)) {
        place.passedOver.push_back({file.lexically_relative(place.root).string(), "in no class folder"});
    }
    return tree;
}

// The folder's folders of these names in any capitals, in the order of the names.
std::vector<fs::path> foldersCalled(const fs::path& in, std::initializer_list<std::string_view> names)
{
    const auto all = sortedEntries(in, true);
    std::vector<fs::path> found;
    for (const std::string_view name : names) {
        for (const fs::path& folder : all) {
            if (run::lowered(folder.filename().string()) == name) { found.push_back(folder); }
        }
    }
    return found;
}

// A part of the data has folders of classes; a class that is called so has pictures.
bool hasClasses(const fs::path& folder) { return sortedEntries(folder, true).size() > 1; }

void requireSameClasses(const Tree& train, const Tree& test, const fs::path& trainPlace, const fs::path& testPlace)
{
    const auto requireIn = [](const std::vector<std::string>& all, const std::vector<std::string>& others,
                              const fs::path& in, const fs::path& notIn) {
        for (const std::string& name : all) {
            if (std::ranges::find(others, name) != others.end()) { continue; }
            throw FileError("The class " + run::inQuotes(name) + " has pictures in " + textOf(in)
                            + ", but there is no folder of that name in " + textOf(notIn)
                            + "; both need the same classes.");
        }
    };
    requireIn(train.classes, test.classes, trainPlace, testPlace);
    requireIn(test.classes, train.classes, testPlace, trainPlace);
}

class Loader {
public:
    explicit Loader(const run::RunConfig& config)
        : config_(config), folder_(fs::path(config.dataFolder).lexically_normal()), place_{folder_, config.pictureSize,
                                                                                           dataset_.passedOver}
    {
        dataset_.source = run::withoutControls(config.dataFolder);
        dataset_.name = lastNameOf(config.dataFolder);
        dataset_.channels = 3;
        dataset_.height = config.pictureSize;
        dataset_.width = config.pictureSize;
        dataset_.mean = 0.449F; // of ImageNet's pictures over all three channels, so that weights trained there fit
        dataset_.deviation = 0.226F;
    }
    Dataset load()
    {
        const auto trains = foldersCalled(folder_, {"train", "training"});
        const auto tests = foldersCalled(folder_, {"val", "validation", "test", "valid", "dev", "testing"});
        trains.empty() || tests.empty() ? readOne(trains, tests) : readBoth(trains.front(), tests);
        if (test_.count() == 0) {
            throw FileError("The folder " + run::withoutControls(config_.dataFolder)
                            + " has too few pictures to test with; needed are ten.");
        }
        // The default of 5,000 is for large sets; a small one gives a tenth.
        const std::int64_t heldOut = std::min<std::int64_t>(config_.validationSamples, training_.count() / 10);
        return assembled(std::move(dataset_), training_, test_, config_, heldOut);
    }

private:
    void takeClasses(const Tree& tree)
    {
        dataset_.classes = int(tree.classes.size());
        dataset_.classNames = tree.classes;
    }
    void readBoth(const fs::path& train, const std::vector<fs::path>& tests)
    {
        Tree in = readTree(train, place_);
        Tree out = readTree(tests.front(), place_);
        requireSameClasses(in, out, train, tests.front());
        takeClasses(in);
        training_ = std::move(in.samples);
        test_ = std::move(out.samples);
        for (std::size_t i = 1; i < tests.size(); ++i) {
            dataset_.notes.push_back("the pictures in " + tests.front().filename().string() + " test; those in "
                                     + tests[i].filename().string() + " are not used");
        }
    }
    // One folder of classes, of which a tenth tests.
    void readOne(const std::vector<fs::path>& trains, const std::vector<fs::path>& tests)
    {
        if (!tests.empty() && hasClasses(tests.front())) {
            throw FileError("The folder " + textOf(folder_) + " has a folder "
                            + run::inQuotes(tests.front().filename().string()) + ", but none called train.");
        }
        const bool isTrainOnly = !trains.empty() && hasClasses(trains.front());
        Tree all = readTree(isTrainOnly ? trains.front() : folder_, place_);
        takeClasses(all);
        if (isTrainOnly) {
            dataset_.notes.push_back("there is no folder val or test beside " + trains.front().filename().string()
                                     + ", so a tenth of its pictures tests");
        }
        separateTest(all.samples, config_, training_, test_);
    }

    const run::RunConfig& config_;
    fs::path folder_;
    Dataset dataset_;
    Place place_; // what is passed over goes into the dataset
    Samples training_, test_;
};

} // namespace

void setPictureDecoder(DecodePicture decode) { decoder() = std::move(decode); }

void decodePicture(const std::string& path, int side, std::span<std::uint8_t> planes)
{
    if (decoder()) { return decoder()(path, side, planes); }
    throw FileError("This program cannot decode pictures such as " + run::withoutControls(path) + ".");
}

bool canDecodePictures() { return bool(decoder()); }

Dataset loadPictureFolder(const run::RunConfig& config) { return Loader(config).load(); }

} // namespace gridscope::data
