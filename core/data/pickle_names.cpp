// SPDX-License-Identifier: GPL-3.0-or-later
// The names that a pickle of weights may call, and what PyTorch's make: storages and tensors.
#include "core/data/pickle.h"

#include "core/base/error.h"
#include "core/base/wording.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace gridscope::data {

namespace {

constexpr std::size_t mostDimensions = 64;

bool isAmong(std::string_view name, std::span<const std::string_view> names)
{
    return std::ranges::find(names, name) != names.end();
}

// Types that name a storage, without "torch.".
constexpr std::array<std::string_view, 10> storages = {
    "FloatStorage", "DoubleStorage", "HalfStorage", "BFloat16Storage", "LongStorage",
    "IntStorage",   "ShortStorage",  "CharStorage", "ByteStorage",     "BoolStorage"};
// What makes a tensor of a storage, and what wraps one.
constexpr std::array<std::string_view, 2> rebuilds = {"torch._utils._rebuild_tensor_v2",
                                                      "torch._utils._rebuild_tensor"};
constexpr std::array<std::string_view, 2> parameters = {"torch._utils._rebuild_parameter",
                                                        "torch._utils._rebuild_parameter_with_state"};
// What stands in checkpoints beside the weights and is passed over: numbers of NumPy, types and places.
constexpr std::array<std::string_view, 9> opaque = {"numpy.core.multiarray.scalar",
                                                    "numpy._core.multiarray.scalar",
                                                    "numpy.dtype",
                                                    "_codecs.encode",
                                                    "torch.device",
                                                    "torch.Size",
                                                    "torch.float32",
                                                    "torch.float64",
                                                    "torch.float16"};
constexpr std::string_view orderedDictionary = "collections.OrderedDict";

bool isStorage(std::string_view name)
{
    constexpr std::string_view module = "torch.";
    return name.starts_with(module) && isAmong(name.substr(module.size()), storages);
}

bool isKnown(std::string_view name)
{
    return name == orderedDictionary || isStorage(name) || isAmong(name, rebuilds) || isAmong(name, parameters)
           || isAmong(name, opaque);
}

} // namespace

PickleValue::Ref Pickle::named(const std::string& name)
{
    if (!isKnown(name)) {
        throw FileError(run::shown(fileName_) + " holds " + run::inQuotes(name)
                        + ", which is a program rather than weights; save the state_dict() alone.");
    }
    const Ref made = make(Kind::Name);
    made->text = name;
    return made;
}

// ("storage", type, key, place, values, ...)
PickleValue::Ref Pickle::stored(Ref id)
{
    constexpr std::size_t least = 5;
    const auto& parts = id->items;
    const bool fits = parts.size() >= least && parts[0]->text == "storage" && parts[1]->kind == Kind::Name
                      && isStorage(parts[1]->text) && parts[2]->kind == Kind::Text && parts[4]->kind == Kind::Number;
    if (!fits) { damaged("a storage of values is named in a way that is not known here"); }
    const Ref made = make(Kind::Storage);
    made->type = parts[1]->text.substr(parts[1]->text.rfind('.') + 1);
    made->text = parts[2]->text;
    made->number = parts[4]->number;
    return made;
}

PickleValue::Ref Pickle::called(Ref function, Ref arguments)
{
    if (function->kind != Kind::Name || arguments->kind != Kind::Tuple) { damaged("it calls what cannot be called"); }
    if (isAmong(function->text, rebuilds)) { return tensor(arguments->items); }
    if (isAmong(function->text, parameters) && !arguments->items.empty()) { return arguments->items.front(); }
    if (function->text != orderedDictionary) { return make(Kind::Opaque); }
    const Ref made = make(Kind::Dictionary);
    if (arguments->items.empty()) { return made; }
    for (const Ref pair : arguments->items.front()->items) {
        if (pair->items.size() != 2) { damaged("an ordered dictionary is made of what are no pairs"); }
        setItems(made, pair->items);
    }
    return made;
}

// (storage, offset, shape, strides, ...)
PickleValue::Ref Pickle::tensor(const std::vector<Ref>& arguments)
{
    constexpr std::size_t least = 4;
    const bool fits =
        arguments.size() >= least && arguments[0]->kind == Kind::Storage && arguments[1]->kind == Kind::Number;
    if (!fits) { damaged("a tensor is made in a way that is not known here"); }
    const Ref made = make(Kind::Tensor);
    made->storage = arguments[0];
    made->number = arguments[1]->number;
    made->shape = sizes(arguments[2]);
    made->strides = sizes(arguments[3]);
    if (made->shape.size() != made->strides.size()) { damaged("a tensor has not as many strides as sizes"); }
    return made;
}

std::vector<std::int64_t> Pickle::sizes(Ref value)
{
    std::vector<std::int64_t> all;
    if (value->items.size() > mostDimensions) { damaged("a tensor has more than 64 dimensions"); }
    for (const Ref size : value->items) {
        if (size->kind != Kind::Number || size->number < 0) { damaged("a size is no whole number from 0 on"); }
        all.push_back(size->number);
    }
    return all;
}

} // namespace gridscope::data
