// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/torch_weights.h"

#include "core/base/wording.h"
#include "core/data/pickle.h"
#include "core/data/zip_archive.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <map>
#include <optional>
#include <string_view>

namespace gridscope::data {

namespace {

using Bytes = std::span<const std::uint8_t>;
using Kind = PickleValue::Kind;
using run::DType;
__extension__ using Wide = unsigned __int128;

constexpr std::size_t mostPickle = std::size_t(32) << 20;

[[noreturn]] void fail(const std::string& fileName, const std::string& why)
{
    throw FileError(run::shown(fileName) + ": " + why + ".");
}

struct StorageType {
    std::string_view name;
    std::size_t bytes;            // of one value
    std::optional<DType> becomes; // none: passed over
};
constexpr std::array<StorageType, 10> storageTypes = {{{"FloatStorage", 4, DType::F32},
                                                       {"DoubleStorage", 8, DType::F64},
                                                       {"HalfStorage", 2, DType::F16},
                                                       {"BFloat16Storage", 2, DType::F32},
                                                       {"LongStorage", 8, DType::I64},
                                                       {"IntStorage", 4, DType::I32},
                                                       {"ShortStorage", 2, std::nullopt},
                                                       {"CharStorage", 1, DType::I8},
                                                       {"ByteStorage", 1, DType::U8},
                                                       {"BoolStorage", 1, DType::Bool}}};

// The pickle lets no other name through.
const StorageType& typeOf(const PickleValue& storage)
{
    return *std::ranges::find(storageTypes, std::string_view(storage.type), &StorageType::name);
}

// Values of a tensor; nothing when they are more than its storage has, or reach beyond it.
std::optional<std::size_t> valuesWithin(const PickleValue& tensor, std::size_t there)
{
    if (std::ranges::find(tensor.shape, 0) != tensor.shape.end()) { return 0; }
    Wide count = 1;
    Wide last = Wide(std::uint64_t(tensor.number));
    for (std::size_t i = 0; i < tensor.shape.size(); ++i) {
        count *= Wide(tensor.shape[i]);
        last += Wide(tensor.shape[i] - 1) * Wide(tensor.strides[i]);
        if (count > there || last >= there) { return std::nullopt; }
    }
    if (tensor.number < 0 || last >= there) { return std::nullopt; }
    return std::size_t(count);
}

// Row by row. The last dimension runs fastest.
std::vector<std::uint8_t> gathered(const PickleValue& tensor, Bytes storage, std::size_t size, std::size_t count)
{
    std::vector<std::uint8_t> out(count * size);
    std::vector<std::int64_t> index(tensor.shape.size(), 0);
    auto from = std::size_t(tensor.number);
    for (std::size_t i = 0; i < count; ++i) {
        std::memcpy(out.data() + i * size, storage.data() + from * size, size);
        for (std::size_t d = index.size(); d-- > 0;) {
            from += std::size_t(tensor.strides[d]);
            if (++index[d] < tensor.shape[d]) { break; }
            from -= std::size_t(tensor.strides[d]) * std::size_t(tensor.shape[d]);
            index[d] = 0;
        }
    }
    return out;
}

// The upper half of a float32.
std::vector<std::uint8_t> widened(const std::vector<std::uint8_t>& brain)
{
    std::vector<std::uint8_t> wide(2 * brain.size(), 0);
    for (std::size_t i = 0; i + 1 < brain.size(); i += 2) {
        std::copy_n(brain.begin() + std::ptrdiff_t(i), 2, wide.begin() + std::ptrdiff_t(2 * i + 2));
    }
    return wide;
}

std::optional<run::Tensor> tensorOf(const std::string& name, const PickleValue& value, const std::string& fileName,
                                    std::size_t limitBytes, const StorageNamed& storageNamed)
{
    const StorageType& type = typeOf(*value.storage);
    if (!type.becomes) { return std::nullopt; }
    const Bytes storage = storageNamed(value.storage->text);
    const auto count = valuesWithin(value, storage.size() / type.bytes);
    if (!count) { fail(fileName, "tensor " + run::inQuotes(name) + " has more values than the file holds for it"); }
    if (*count * run::sizeBytes(*type.becomes) > limitBytes) {
        fail(fileName, "its tensors are larger than they may be, at " + run::inQuotes(name));
    }
    run::Tensor tensor{name, *type.becomes, value.shape, gathered(value, storage, type.bytes, *count)};
    if (type.name == "BFloat16Storage") { tensor.bytes = widened(tensor.bytes); }
    if (tensor.dtype == DType::Bool && std::ranges::any_of(tensor.bytes, [](std::uint8_t b) { return b > 1; })) {
        fail(fileName, "tensor " + run::inQuotes(name) + " has a truth value that is neither 0 nor 1");
    }
    return tensor;
}

const PickleValue& stateWithin(const PickleValue& result)
{
    const PickleValue* state = &result;
    for (const std::string_view key :
         {"state_dict", "model_state_dict", "model", "net", "network", "weights", "params", "module"}) {
        const PickleValue* within = state->kind == Kind::Dictionary ? state->find(key) : nullptr;
        if (within != nullptr && within->kind == Kind::Dictionary) { state = within; }
    }
    return *state;
}

std::vector<run::Tensor> tensorsOfState(const PickleValue& result, const std::string& fileName, std::size_t limitBytes,
                                        const StorageNamed& storageNamed)
{
    std::vector<run::Tensor> tensors;
    std::map<std::string, std::size_t> places;
    for (const auto& [key, value] : stateWithin(result).entries) {
        if (key->kind != Kind::Text || value->kind != Kind::Tensor) { continue; }
        auto tensor = tensorOf(key->text, *value, fileName, limitBytes, storageNamed);
        if (!tensor) { continue; }
        limitBytes -= tensor->bytes.size();
        const auto [place, isNew] = places.emplace(key->text, tensors.size());
        if (isNew) {
            tensors.push_back(std::move(*tensor));
        } else { // as in Python, the later one counts
            tensors[place->second] = std::move(*tensor);
        }
    }
    if (tensors.empty()) {
        fail(fileName, "it holds no state dictionary; save with torch.save(model.state_dict(), ...)");
    }
    return tensors;
}

// The folder within the archive, with its '/': archive/data.pkl, archive/data/0 ...
std::optional<std::string> folderOf(const ZipArchive& archive)
{
    constexpr std::string_view pickle = "data.pkl";
    for (const std::string& name : archive.names()) {
        const bool isAlone = name.size() == pickle.size()
                             || (name.size() > pickle.size() && name[name.size() - pickle.size() - 1] == '/');
        if (name.ends_with(pickle) && isAlone) { return name.substr(0, name.size() - pickle.size()); }
    }
    return std::nullopt;
}

class Members {
public:
    Members(const ZipArchive& archive, const std::string& fileName, std::size_t limitBytes)
        : archive_(archive), fileName_(fileName), folder_(folderOf(archive).value_or("")), left_(limitBytes)
    {}
    bool has(const std::string& name) const { return place(name).has_value(); }
    const std::vector<std::uint8_t>& content(const std::string& name, std::size_t limitBytes)
    {
        const auto found = kept_.find(name);
        if (found != kept_.end()) { return found->second; }
        const auto member = place(name);
        if (!member) { fail(fileName_, run::inQuotes(folder_ + name) + " is not in the archive"); }
        auto bytes = archive_.read(*member, std::min(limitBytes, left_));
        left_ -= bytes.size();
        return kept_.emplace(name, std::move(bytes)).first->second;
    }

private:
    std::optional<std::size_t> place(const std::string& name) const
    {
        const auto found = std::ranges::find(archive_.names(), folder_ + name);
        if (found == archive_.names().end()) { return std::nullopt; }
        return std::size_t(found - archive_.names().begin());
    }

    const ZipArchive& archive_;
    std::string fileName_;
    std::string folder_;
    std::size_t left_;
    std::map<std::string, std::vector<std::uint8_t>> kept_;
};

// Behind the pickles: for each key, how many values there are, and the values.
std::map<std::string, Bytes> storagesBehind(const Pickle& pickle, const PickleValue& keys, Bytes rest,
                                            const std::string& fileName)
{
    std::map<std::string, std::size_t> sizes; // of one value
    for (const PickleValue& value : pickle.values()) {
        if (value.kind == Kind::Storage) { sizes[value.text] = typeOf(value).bytes; }
    }
    const char* const endsEarly = "it ends before its values do";
    std::map<std::string, Bytes> storages;
    for (const auto* key : keys.items) {
        const auto size = sizes.find(key->text);
        std::uint64_t count = 0;
        if (rest.size() < sizeof count) { fail(fileName, endsEarly); } // which key is the last, chance has decided
        if (size == sizes.end()) { fail(fileName, "its values are not named"); }
        std::memcpy(&count, rest.data(), sizeof count);
        rest = rest.subspan(sizeof count);
        if (count > rest.size() / size->second) { fail(fileName, endsEarly); }
        storages[key->text] = rest.first(std::size_t(count) * size->second);
        rest = rest.subspan(std::size_t(count) * size->second);
    }
    return storages;
}

} // namespace

bool isTorchArchive(const ZipArchive& archive) { return folderOf(archive).has_value(); }

// What PyTorch wrote before 1.6: a pickle of its magic number. (As the length of a safetensors header it would be beyond
// all bounds.)
bool isOldTorchFile(Bytes bytes)
{
    constexpr std::array<std::uint8_t, 8> magic = {0x80, 0x02, 0x8a, 0x0a, 0x6c, 0xfc, 0x9c, 0x46};
    return bytes.size() >= magic.size() && std::equal(magic.begin(), magic.end(), bytes.begin());
}

std::vector<run::Tensor> tensorsOfPickle(Bytes pickle, const std::string& fileName, std::size_t limitBytes,
                                         const StorageNamed& storageNamed)
{
    Pickle reader(pickle, fileName);
    return tensorsOfState(reader.next(), fileName, limitBytes, storageNamed);
}

std::vector<run::Tensor> tensorsOfTorchArchive(const ZipArchive& archive, const std::string& fileName,
                                               std::size_t limitBytes)
{
    Members members(archive, fileName, limitBytes);
    if (members.has("constants.pkl")) {
        fail(fileName,
             "it is TorchScript, a program rather than weights; save with torch.save(model.state_dict(), ...)");
    }
    if (members.has("byteorder")) {
        const auto& order = members.content("byteorder", 16);
        if (std::string_view(reinterpret_cast<const char*>(order.data()), order.size()) != "little") {
            fail(fileName, "its numbers begin with the high byte; save it on a usual processor");
        }
    }
    const auto& pickle = members.content("data.pkl", mostPickle);
    return tensorsOfPickle(pickle, fileName, limitBytes,
                           [&](const std::string& key) -> Bytes { return members.content("data/" + key, limitBytes); });
}

std::vector<run::Tensor> tensorsOfOldTorchFile(Bytes bytes, const std::string& fileName, std::size_t limitBytes)
{
    Pickle pickle(bytes, fileName);
    for (int i = 0; i < 3; ++i) { pickle.next(); } // the magic number, the protocol, the machine
    const PickleValue& state = pickle.next();
    const PickleValue& keys = pickle.next();
    const auto storages = storagesBehind(pickle, keys, bytes.subspan(pickle.position()), fileName);
    return tensorsOfState(state, fileName, limitBytes, [&](const std::string& key) -> Bytes {
        const auto found = storages.find(key);
        if (found == storages.end()) { fail(fileName, "the values of " + run::inQuotes(key) + " are missing"); }
        return found->second;
    });
}

} // namespace gridscope::data
