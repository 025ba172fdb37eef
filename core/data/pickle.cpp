// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/pickle.h"

#include "core/base/error.h"
#include "core/base/wording.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <string_view>

namespace gridscope::data {

namespace {

constexpr std::size_t mostValues = 1'000'000;

std::string textOf(std::span<const std::uint8_t> bytes)
{
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
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
    if (!stepValue(opcode) && !stepContainer(opcode) && !stepFilling(opcode) && !stepStack(opcode)
        && !stepCall(opcode)) {
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
    case 0x88: push(makeWhole(Kind::Bool, 1)); return true;
    case 0x89: push(makeWhole(Kind::Bool, 0)); return true;
    case 'J': push(makeWhole(Kind::Number, std::int32_t(std::uint32_t(number(4))))); return true;
    case 'K': push(makeWhole(Kind::Number, std::int64_t(number(1)))); return true;
    case 'M': push(makeWhole(Kind::Number, std::int64_t(number(2)))); return true;
    case 0x8a: push(makeWhole(Kind::Number, longNumber(number(1)))); return true;
    case 0x8b: push(makeWhole(Kind::Number, longNumber(number(4)))); return true;
    case 'G': pushOpaque(8); return true; // a real number: none is asked for
    case 'X':
    case 'T': push(makeText(number(4))); return true;
    case 0x8c:
    case 'U': push(makeText(number(1))); return true;
    case 0x8d: push(makeText(number(8))); return true;
    case 'B': pushOpaque(number(4)); return true;
    case 'C': pushOpaque(number(1)); return true;
    case 0x8e:
    case 0x96: pushOpaque(number(8)); return true;
    default: return false;
    }
}

// Opcodes that make containers.
bool Pickle::stepContainer(std::uint8_t opcode)
{
    switch (opcode) {
    case '}': push(make(Kind::Dictionary)); return true;
    case ']': push(make(Kind::List)); return true;
    case ')': push(make(Kind::Tuple)); return true;
    case 0x8f: push(make(Kind::List)); return true; // a set
    case 't': push(makeItems(Kind::Tuple, popToMark())); return true;
    case 'l':
    case 0x91: push(makeItems(Kind::List, popToMark())); return true; // a frozen set
    case 0x85:
    case 0x86:
    case 0x87: push(makeItems(Kind::Tuple, pop(std::size_t(opcode - 0x84)))); return true;
    case 'd': {
        const auto items = popToMark();
        push(make(Kind::Dictionary));
        setItems(top(), items);
        return true;
    }
    default: return false;
    }
}

// Opcodes that fill them. What is put in goes off the stack before the container is looked for there.
bool Pickle::stepFilling(std::uint8_t opcode)
{
    switch (opcode) {
    case 's': {
        const auto items = pop(2);
        setItems(top(), items);
        return true;
    }
    case 'u': {
        const auto items = popToMark();
        setItems(top(), items);
        return true;
    }
    case 'a': {
        const auto items = pop(1);
        appendItems(top(), items);
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

// Opcodes of the stack and the memo, and what says nothing.
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
    default: return false;
    }
}

// Opcodes of names and calls.
bool Pickle::stepCall(std::uint8_t opcode)
{
    switch (opcode) {
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
    values_.emplace_back().kind = kind;
    return &values_.back();
}

PickleValue::Ref Pickle::makeWhole(Kind kind, std::int64_t value)
{
    const Ref made = make(kind);
    made->number = value;
    return made;
}

void Pickle::pushOpaque(std::uint64_t bytes)
{
    take(bytes);
    push(make(Kind::Opaque));
}

PickleValue::Ref Pickle::makeText(std::size_t size)
{
    const Ref made = make(Kind::Text);
    made->text = textOf(take(size));
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

std::vector<PickleValue::Ref> Pickle::pop(std::size_t count)
{
    std::vector<Ref> items(count);
    for (auto item = items.rbegin(); item != items.rend(); ++item) { *item = pop(); }
    return items;
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
    at_ += std::size_t(bytes);
    return bytes_.subspan(at_ - std::size_t(bytes), std::size_t(bytes));
}

std::string Pickle::line()
{
    const auto rest = bytes_.subspan(at_);
    const auto end = std::ranges::find(rest, std::uint8_t('\n'));
    if (end == rest.end()) { damaged("a name does not end"); }
    return textOf(take(std::uint64_t(end - rest.begin()) + 1).first(std::size_t(end - rest.begin())));
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
