// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/cifar10.h"

#include "core/base/error.h"
#include "core/base/text_file.h"
#include "core/base/wording.h"
#include "core/data/split.h"

#include <filesystem>

namespace gridscope::data {

namespace {

constexpr std::size_t side = 32;
constexpr std::size_t pictureBytes = 3 * side * side;
constexpr std::size_t recordBytes = 1 + pictureBytes;
constexpr int classes = 10;

bool isThere(const std::filesystem::path& path)
{
    std::error_code ignored;
    return std::filesystem::exists(path, ignored);
}

// The folder itself, or the one that the archive unpacks to.
std::filesystem::path batchFolder(const std::string& folder)
{
    const std::filesystem::path inside = std::filesystem::path(folder) / "cifar-10-batches-bin";
    std::error_code ignored;
    return std::filesystem::is_directory(inside, ignored) ? inside : std::filesystem::path(folder);
}

void addFile(const std::filesystem::path& path, Samples& samples)
{
    constexpr std::size_t most = std::size_t(1) << 30; // the real files have 30 MB
    if (!isThere(path)) { throw FileError("The file " + path.string() + " could not be read."); }
    parseCifar10(readBytesFile(path.string(), most), path.string(), samples);
}

} // namespace

void parseCifar10(std::span<const std::uint8_t> bytes, const std::string& name, Samples& samples)
{
    if (bytes.empty() || bytes.size() % recordBytes != 0) {
        throw FileError("The file " + name + " has " + run::thousands(std::int64_t(bytes.size()))
                        + " bytes; CIFAR-10 needs a multiple of 3,073 (the binary version, not the Python one).");
    }
    const std::size_t count = bytes.size() / recordBytes;
    for (std::size_t i = 0; i < count; ++i) {
        const auto record = bytes.subspan(i * recordBytes, recordBytes);
        if (record[0] >= classes) {
            throw FileError("Record " + std::to_string(i) + " of " + name + " has label " + std::to_string(record[0])
                            + "; allowed is 0 to 9.");
        }
        samples.labels.push_back(record[0]);
        samples.bytes.insert(samples.bytes.end(), record.begin() + 1, record.end());
    }
}

Dataset loadCifar10(const run::RunConfig& config)
{
    const auto folder = batchFolder(config.dataFolder);
    Samples training;
    for (int number = 1; number <= 5; ++number) {
        const auto path = folder / ("data_batch_" + std::to_string(number) + ".bin");
        if (isThere(path)) { addFile(path, training); }
    }
    if (training.count() == 0) {
        throw FileError("There is no data_batch_1.bin in the folder " + config.dataFolder
                        + "; unpack CIFAR-10's binary version there.");
    }
    Samples test;
    addFile(folder / "test_batch.bin", test);
    Dataset dataset;
    dataset.name = "CIFAR-10";
    dataset.source = run::withoutControls(folder.string());
    dataset.channels = 3;
    dataset.height = int(side);
    dataset.width = int(side);
    dataset.classes = classes;
    dataset.classNames = {"airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"};
    const std::int64_t heldOut = heldOutOf(config, training.count());
    return assembled(std::move(dataset), training, test, config, heldOut);
}

} // namespace gridscope::data
