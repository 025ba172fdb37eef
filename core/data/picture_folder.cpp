// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/picture_folder.h"

#include "core/data/split.h"
#include "core/run/error.h"
#include "core/run/wording.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <limits>
#include <optional>

namespace gridscope::data {

namespace {

namespace fs = std::filesystem;

DecodePicture& decoder()
{
    static DecodePicture decode;
    return decode;
}

bool isHidden(const fs::path& path) { return path.filename().string().starts_with('.'); }

// Sorted by name, so that labels and order are the same on every machine.
std::vector<fs::path> sortedEntries(const fs::path& folder, bool folders)
{
    std::error_code failed;
    std::vector<fs::path> found;
    for (auto entry = fs::directory_iterator(folder, failed); !failed && entry != fs::directory_iterator();
         entry.increment(failed)) {
        std::error_code ignored;
        const bool fits = folders ? entry->is_directory(ignored) : entry->is_regular_file(ignored);
        if (fits && !isHidden(entry->path())) { found.push_back(entry->path()); }
    }
    if (failed) { throw FileError("The folder " + folder.string() + " could not be read: " + failed.message() + "."); }
    std::ranges::sort(found);
    return found;
}

struct Tree {
    Samples samples;
    std::vector<std::string> classes; // by label
};

Tree readTree(const fs::path& folder)
{
    Tree tree;
    for (const fs::path& classFolder : sortedEntries(folder, true)) {
        for (const fs::path& picture : sortedEntries(classFolder, false)) {
            tree.samples.files.push_back(picture.string());
            tree.samples.labels.push_back(std::uint16_t(tree.classes.size()));
        }
        tree.classes.push_back(classFolder.filename().string());
        if (tree.classes.size() > std::numeric_limits<std::uint16_t>::max()) {
            throw FileError("The folder " + folder.string() + " has more than 65,535 classes.");
        }
    }
    if (tree.classes.size() < 2 || tree.samples.count() == 0) {
        throw FileError("The folder " + folder.string() + " has " + std::to_string(tree.classes.size())
                        + " folders with " + run::thousands(tree.samples.count())
                        + " pictures; needed is one folder of pictures for each of at least two classes.");
    }
    return tree;
}

std::optional<fs::path> firstFolder(const fs::path& in, std::initializer_list<const char*> names)
{
    std::error_code ignored;
    for (const char* name : names) {
        if (fs::is_directory(in / name, ignored)) { return in / name; }
    }
    return std::nullopt;
}

void requireSameClasses(const Tree& train, const Tree& test, const fs::path& where)
{
    for (std::size_t i = 0; i < std::max(train.classes.size(), test.classes.size()); ++i) {
        const std::string& in = i < train.classes.size() ? train.classes[i] : "nothing";
        const std::string& out = i < test.classes.size() ? test.classes[i] : "nothing";
        if (in != out) {
            throw FileError("Class " + std::to_string(i) + " is " + run::inQuotes(in)
                            + " among the training pictures, but " + run::inQuotes(out) + " in " + where.string()
                            + ".");
        }
    }
}

} // namespace

void setPictureDecoder(DecodePicture decode) { decoder() = std::move(decode); }

void decodePicture(const std::string& path, int side, std::span<std::uint8_t> planes)
{
    if (!decoder()) { throw FileError("This program cannot decode pictures such as " + path + "."); }
    decoder()(path, side, planes);
}

Dataset loadPictureFolder(const run::RunConfig& config)
{
    const fs::path folder = fs::path(config.dataFolder).lexically_normal();
    Dataset dataset;
    dataset.source = config.dataFolder;
    dataset.name = (folder.has_filename() ? folder : folder.parent_path()).filename().string();
    dataset.channels = 3;
    dataset.height = config.pictureSize;
    dataset.width = config.pictureSize;
    dataset.mean = 0.449F; // of ImageNet's pictures over all three channels, so that weights trained there fit
    dataset.deviation = 0.226F;
    Samples training, test;
    const auto trainFolder = firstFolder(folder, {"train"});
    const auto testFolder = firstFolder(folder, {"val", "validation", "test"});
    if (trainFolder && testFolder) {
        Tree in = readTree(*trainFolder);
        Tree out = readTree(*testFolder);
        requireSameClasses(in, out, *testFolder);
        dataset.classes = int(in.classes.size());
        training = std::move(in.samples);
        test = std::move(out.samples);
    } else {
        const Tree all = readTree(folder);
        dataset.classes = int(all.classes.size());
        separateTenth(all.samples, training, test);
    }
    if (test.count() == 0) {
        throw FileError("The folder " + config.dataFolder + " has too few pictures to test with.");
    }
    // The default of 5,000 is for large sets; a small one gives a tenth.
    const std::int64_t heldOut = std::min<std::int64_t>(config.validationSamples, training.count() / 10);
    return assembled(std::move(dataset), training, test, config, heldOut);
}

} // namespace gridscope::data
