// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/idx_folder.h"

#include "core/base/error.h"
#include "core/base/wording.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <filesystem>
#include <optional>
#include <string_view>
#include <vector>

namespace gridscope::data {

namespace {

std::optional<std::string> findFile(const std::string& folder, const std::string& fileName)
{
    std::string dotted = fileName;
    dotted[dotted.find("-idx")] = '.'; // "train-images.idx3-ubyte"
    for (const std::string& name : {fileName, fileName + ".gz", dotted, dotted + ".gz"}) {
        std::error_code ignored;
        const auto path = std::filesystem::path(folder) / name;
        if (std::filesystem::is_regular_file(path, ignored)) { return path.string(); }
    }
    return std::nullopt;
}

// Of files with something before the usual name, as EMNIST has them ("emnist-letters-test-images-idx3-ubyte.gz"), the only one.
std::optional<std::string> findLonger(const std::string& folder, std::string fileName)
{
    if (fileName.starts_with("t10k")) { fileName.replace(0, 4, "test"); }
    std::vector<std::string> found;
    std::error_code failed;
    for (auto entry = std::filesystem::directory_iterator(folder, failed);
         !failed && entry != std::filesystem::directory_iterator(); entry.increment(failed)) {
        const std::string name = entry->path().filename().string();
        if (name.ends_with(fileName) || name.ends_with(fileName + ".gz")) { found.push_back(entry->path().string()); }
    }
    std::ranges::sort(found);
    if (found.size() > 1) {
        throw FileError("The folder " + run::withoutControls(folder) + " has " + std::to_string(found.size())
                        + " files whose names end in " + fileName
                        + "; put the four of one set into a folder of their own.");
    }
    return found.empty() ? std::nullopt : std::optional(found.front());
}

std::vector<std::string> fashionFolders()
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

std::string howToInstallFashion()
{
    return "Fashion-MNIST is not installed; install Debian's package dataset-fashion-mnist, name its folder with --set "
           "data_folder=FOLDER, or use --set data=sample.";
}

// As packaging/get-mnist has it.
std::string userDataFolder()
{
    const char* own = std::getenv("XDG_DATA_HOME");
    if (own != nullptr && *own == '/') { return own; } // a relative one is to be ignored, says its specification
    const char* home = std::getenv("HOME");
    return std::string(home == nullptr ? "~" : home) + "/.local/share";
}

std::vector<std::string> mnistFolders() { return {userDataFolder() + "/gridscope/mnist"}; }

std::string howToInstallMnist()
{
    return "MNIST is not in " + run::withoutControls(mnistFolders().front())
           + "; the command packaging/get-mnist fetches it there, or name the folder of its four files with --set "
             "data_folder=FOLDER.";
}

struct Home {
    std::string_view data;
    std::vector<std::string> (*folders)(); // the first that has the files
    std::string (*howToInstall)();
};

constexpr std::array<Home, run::namedSets.size()> homes = {
    {{"fashion-mnist", fashionFolders, howToInstallFashion}, {"mnist", mnistFolders, howToInstallMnist}}};
static_assert(std::ranges::equal(homes, run::namedSets, {}, &Home::data, &run::NamedSet::data));

const Home& homeOf(const run::NamedSet& set) { return *std::ranges::find(homes, set.data, &Home::data); }

} // namespace

IdxArray readIdxOf(const std::string& folder, const std::string& fileName)
{
    auto path = findFile(folder, fileName);
    if (!path) { path = findLonger(folder, fileName); }
    if (!path) {
        throw FileError("There is no " + fileName + " or " + fileName + ".gz in the folder "
                        + run::withoutControls(folder) + ".");
    }
    return readIdx(*path);
}

std::string installedFolder(const run::NamedSet& set)
{
    for (const std::string& folder : homeOf(set).folders()) {
        if (findFile(folder, "train-images-idx3-ubyte")) { return folder; }
    }
    return {};
}

std::string howToInstall(const run::NamedSet& set) { return homeOf(set).howToInstall(); }

} // namespace gridscope::data
