// SPDX-License-Identifier: GPL-3.0-or-later
// What a pickle says, as far as saved weights need it. A pickle is a program for Python's stack machine; this one builds
// numbers, texts, lists, tuples, dictionaries and tensors, and calls nothing: the names that it knows are listed in
// pickle_names.cpp, and any other is refused by its name.
// Source : Python's pickletools (protocols 0 to 5, without the text opcodes of 0); PyTorch's torch/_utils.py for the tensors.
// Errors : FileError that begins with `fileName` and says what is not known, or at which byte it is damaged.
// Bounds : values, and with them memory, are at most a million; nothing recurses.
// Threads: pure functions.
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <span>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace gridscope::data {

struct PickleValue {
    enum class Kind { None, Bool, Number, Text, Tuple, List, Dictionary, Name, Storage, Tensor, Opaque };
    using Ref = PickleValue*;

    Kind kind = Kind::None;
    std::int64_t number = 0;                  // Bool, whole Number; Tensor: offset into its storage, in values
    std::string text;                         // Text; Name: "module.name"; Storage: its key
    std::vector<Ref> items;                   // Tuple, List
    std::vector<std::pair<Ref, Ref>> entries; // Dictionary, in the order in which they were set
    std::string type;                         // Storage: "FloatStorage"
    Ref storage = nullptr;                    // Tensor
    std::vector<std::int64_t> shape;          // Tensor
    std::vector<std::int64_t> strides;        // Tensor, in values

    // The newest value of a text key, or nullptr.
    const PickleValue* find(std::string_view key) const;
};

// The values of one pickle, or of several that follow each other.
class Pickle {
public:
    Pickle(std::span<const std::uint8_t> bytes, std::string fileName);

    // The next pickle's result. Valid as long as this is.
    const PickleValue& next();
    std::size_t position() const { return at_; }                      // behind it, in bytes
    const std::deque<PickleValue>& values() const { return values_; } // of all pickles so far

private:
    using Kind = PickleValue::Kind;
    using Ref = PickleValue::Ref;

    bool step(); // false: STOP
    bool stepValue(std::uint8_t opcode);
    bool stepContainer(std::uint8_t opcode);
    bool stepFilling(std::uint8_t opcode);
    bool stepStack(std::uint8_t opcode);
    bool stepCall(std::uint8_t opcode);

    Ref make(Kind kind);
    Ref makeWhole(Kind kind, std::int64_t value);
    Ref makeText(std::size_t size);
    Ref makeItems(Kind kind, std::vector<Ref> items);
    void pushOpaque(std::uint64_t bytes);
    Ref pop();
    std::vector<Ref> pop(std::size_t count); // in the order in which they were pushed
    std::vector<Ref> popToMark();
    Ref top();
    void push(Ref value) { stack_.push_back(value); }
    void setItems(Ref dictionary, const std::vector<Ref>& keysAndValues);
    void appendItems(Ref list, const std::vector<Ref>& items);
    void memoize(std::uint64_t key);
    void recall(std::uint64_t key);
    Ref named(const std::string& name);
    Ref stored(Ref id);
    Ref called(Ref function, Ref arguments);
    Ref tensor(const std::vector<Ref>& arguments);
    std::vector<std::int64_t> sizes(Ref value);

    std::uint64_t number(std::size_t bytes);
    std::span<const std::uint8_t> take(std::uint64_t bytes);
    std::string line();
    std::int64_t longNumber(std::uint64_t bytes);
    [[noreturn]] void damaged(const std::string& why) const;

    std::span<const std::uint8_t> bytes_;
    std::string fileName_;
    std::size_t at_ = 0;
    std::deque<PickleValue> values_; // owns them all, so that circles do no harm
    std::vector<Ref> stack_;
    std::vector<std::size_t> marks_;
    std::unordered_map<std::uint64_t, Ref> memo_;
};

} // namespace gridscope::data
