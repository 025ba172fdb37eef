// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/pickle.h"

#include "core/base/error.h"
#include "core/base/wording.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <string_view>

namespace gridscope::data {

namespace {

constexpr std::size_t mostValues = 1'000'000;
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

const PickleValue* PickleValue::find(std::string_view key) const
{
    const auto is = [&](const auto& entry) { return entry.first->kind == Kind::Text && entry.first->text == key; };
    const auto found = std::find_if(entries.rbegin(), entries.rend(), is);
    return found == entries.rend() ? nullptr : found->second;
}

Pickle::Pickle(std::span<const std::uint8_t> bytes, std::string fileName)
    : bytes_(bytes), fileName_(std::move(fileName))
{}

const PickleValue& Pickle::next()
{
    stack_.clear();
    marks_.clear();
    memo_.clear();
    while (step()) {}
    return *pop();
}

bool Pickle::step()
{
    const auto opcode = std::uint8_t(number(1));
    if (opcode == '.') { return false; }
    if (!stepValue(opcode) && !stepContainer(opcode) && !stepStack(opcode)) {
        --at_;
        damaged("there is an instruction " + std::to_string(opcode) + " that is not known here");
    }
    return true;
}

// Opcodes that push one plain value.
bool Pickle::stepValue(std::uint8_t opcode)
{
    switch (opcode) {
    case 'N': push(make(Kind::None)); return true;
    case 0x88:
        push(make(Kind::Bool));
        stack_.back()->number = 1;
        return true;
    case 0x89: push(make(Kind::Bool)); return true;
    case 'J': push(makeNumber(std::int32_t(std::uint32_t(number(4))))); return true;
    case 'K': push(makeNumber(std::int64_t(number(1)))); return true;
    case 'M': push(makeNumber(std::int64_t(number(2)))); return true;
    case 0x8a: push(makeNumber(longNumber(number(1)))); return true;
    case 0x8b: push(makeNumber(longNumber(number(4)))); return true;
    case 'G':
        take(8);
        push(make(Kind::Opaque));
        return true; // a real number: none is asked for
    case 'X':
    case 'T': push(makeText(number(4))); return true;
    case 0x8c:
    case 'U': push(makeText(number(1))); return true;
    case 0x8d: push(makeText(number(8))); return true;
    case 'B':
        take(number(4));
        push(make(Kind::Opaque));
        return true;
    case 'C':
        take(number(1));
        push(make(Kind::Opaque));
        return true;
    case 0x8e:
    case 0x96:
        take(number(8));
        push(make(Kind::Opaque));
        return true;
    default: return false;
    }
}

// Opcodes that make containers and fill them.
bool Pickle::stepContainer(std::uint8_t opcode)
{
    switch (opcode) {
    case '}': push(make(Kind::Dictionary)); return true;
    case ']': push(make(Kind::List)); return true;
    case ')': push(make(Kind::Tuple)); return true;
    case 0x8f: push(make(Kind::List)); return true; // a set
    case 't': push(makeItems(Kind::Tuple, popToMark())); return true;
    case 'l': push(makeItems(Kind::List, popToMark())); return true;
    case 0x91: push(makeItems(Kind::List, popToMark())); return true; // a frozen set
    case 0x85:
    case 0x86:
    case 0x87: {
        std::vector<Ref> items(std::size_t(opcode - 0x84));
        for (auto item = items.rbegin(); item != items.rend(); ++item) { *item = pop(); }
        push(makeItems(Kind::Tuple, std::move(items)));
        return true;
    }
    case 'd': {
        const auto items = popToMark();
        push(make(Kind::Dictionary));
        setItems(top(), items);
        return true;
    }
    case 's': {
        const Ref value = pop(), key = pop();
        setItems(top(), {key, value});
        return true;
    }
    case 'u': {
        const auto items = popToMark();
        setItems(top(), items);
        return true;
    }
    case 'a': {
        const Ref value = pop();
        appendItems(top(), {value});
        return true;
    }
    case 'e':
    case 0x90: {
        const auto items = popToMark();
        appendItems(top(), items);
        return true;
    }
    default: return false;
    }
}

// Opcodes of the stack, the memo, names and calls.
bool Pickle::stepStack(std::uint8_t opcode)
{
    switch (opcode) {
    case 0x80: number(1); return true; // the protocol
    case 0x95: number(8); return true; // a frame: how much follows
    case '(': marks_.push_back(stack_.size()); return true;
    case '0': pop(); return true;
    case '1': popToMark(); return true;
    case '2': push(top()); return true;
    case 'q': memoize(number(1)); return true;
    case 'r': memoize(number(4)); return true;
    case 0x94: memoize(memo_.size()); return true;
    case 'h': recall(number(1)); return true;
    case 'j': recall(number(4)); return true;
    case 'c': {
        const std::string module = line();
        push(named(module + '.' + line()));
        return true;
    }
    case 0x93: {
        const Ref name = pop(), module = pop();
        push(named(module->text + '.' + name->text));
        return true;
    }
    case 'Q': push(stored(pop())); return true;
    case 'R':
    case 0x81: {
        const Ref arguments = pop(), function = pop();
        push(called(function, arguments));
        return true;
    }
    case 'b': { // state of an object: of an ordered dictionary its _metadata
        pop();
        top();
        return true;
    }
    default: return false;
    }
}

PickleValue::Ref Pickle::make(Kind kind)
{
    if (values_.size() == mostValues) { damaged("it holds more than " + run::thousands(mostValues) + " values"); }
    values_.emplace_back();
    values_.back().kind = kind;
    return &values_.back();
}

PickleValue::Ref Pickle::makeNumber(std::int64_t value)
{
    const Ref made = make(Kind::Number);
    made->number = value;
    return made;
}

PickleValue::Ref Pickle::makeText(std::size_t size)
{
    const auto text = take(size);
    const Ref made = make(Kind::Text);
    made->text.assign(reinterpret_cast<const char*>(text.data()), text.size());
    return made;
}

PickleValue::Ref Pickle::makeItems(Kind kind, std::vector<Ref> items)
{
    const Ref made = make(kind);
    made->items = std::move(items);
    return made;
}

PickleValue::Ref Pickle::top()
{
    if (stack_.empty() || (!marks_.empty() && marks_.back() == stack_.size())) { damaged("its stack is empty"); }
    return stack_.back();
}

PickleValue::Ref Pickle::pop()
{
    const Ref value = top();
    stack_.pop_back();
    return value;
}

std::vector<PickleValue::Ref> Pickle::popToMark()
{
    if (marks_.empty()) { damaged("a mark is missing"); }
    const auto first = stack_.begin() + std::ptrdiff_t(marks_.back());
    std::vector<Ref> items(first, stack_.end());
    stack_.erase(first, stack_.end());
    marks_.pop_back();
    return items;
}

void Pickle::setItems(Ref dictionary, const std::vector<Ref>& keysAndValues)
{
    if (dictionary->kind != Kind::Dictionary || keysAndValues.size() % 2 != 0) {
        damaged("an entry is set in what is no dictionary");
    }
    for (std::size_t i = 0; i < keysAndValues.size(); i += 2) {
        dictionary->entries.emplace_back(keysAndValues[i], keysAndValues[i + 1]);
    }
}

void Pickle::appendItems(Ref list, const std::vector<Ref>& items)
{
    if (list->kind != Kind::List) { damaged("something is appended to what is no list"); }
    list->items.insert(list->items.end(), items.begin(), items.end());
}

void Pickle::memoize(std::uint64_t key) { memo_[key] = top(); }

void Pickle::recall(std::uint64_t key)
{
    const auto found = memo_.find(key);
    if (found == memo_.end()) { damaged("it asks for a value that it has not kept"); }
    push(found->second);
}

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

std::uint64_t Pickle::number(std::size_t bytes)
{
    std::uint64_t value = 0;
    const auto digits = take(bytes);
    for (std::size_t i = 0; i < bytes; ++i) { value |= std::uint64_t(digits[i]) << (8 * i); }
    return value;
}

std::span<const std::uint8_t> Pickle::take(std::uint64_t bytes)
{
    if (bytes > bytes_.size() - at_) { damaged("it ends too early"); }
    const auto taken = bytes_.subspan(at_, std::size_t(bytes));
    at_ += std::size_t(bytes);
    return taken;
}

std::string Pickle::line()
{
    const auto rest = bytes_.subspan(at_);
    const auto end = std::ranges::find(rest, std::uint8_t('\n'));
    if (end == rest.end()) { damaged("a name does not end"); }
    const auto text = take(std::uint64_t(end - rest.begin()) + 1);
    return {reinterpret_cast<const char*>(text.data()), text.size() - 1};
}

// Little-endian, two's complement. Longer ones (PyTorch's magic number is one) count by their lowest 64 bits.
std::int64_t Pickle::longNumber(std::uint64_t bytes)
{
    const auto digits = take(bytes);
    if (digits.empty()) { return 0; }
    std::uint64_t value = (digits.back() & 0x80U) != 0 ? ~std::uint64_t(0) : 0;
    for (std::size_t i = std::min<std::size_t>(digits.size(), 8); i-- > 0;) { value = value << 8 | digits[i]; }
    return std::bit_cast<std::int64_t>(value);
}

void Pickle::damaged(const std::string& why) const
{
    throw FileError(run::shown(fileName_) + ", byte " + std::to_string(at_) + ": " + why + ".");
}

} // namespace gridscope::data
