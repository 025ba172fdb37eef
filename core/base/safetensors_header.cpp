// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/safetensors_header.h"

#include "core/base/wording.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <limits>
#include <set>

namespace gridscope::run::safetensors {

namespace {

using Json = nlohmann::json;

constexpr std::array allDTypes{DType::F64, DType::I64, DType::F32, DType::I32,
                               DType::F16, DType::I8,  DType::U8,  DType::Bool};

constexpr std::size_t mostLetters = 16; // of a type's name

// As the format's own look: "F8_E4M3", "BF16", "U32", "C64".
bool isTypeName(std::string_view text)
{
    const auto isPart = [](char c) { return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_'; };
    return !text.empty() && text.size() <= mostLetters && text[0] >= 'A' && text[0] <= 'Z'
           && std::ranges::all_of(text, isPart);
}

// Takes the header word by word and stops at the first that does not belong, so neither nesting nor a long list ever
// builds anything. Depth 1 holds the names, depth 2 one tensor's fields or the metadata, depth 3 a list of numbers.
class HeaderReader final : public nlohmann::json_sax<Json> {
public:
    explicit HeaderReader(std::string fileName) : fileName_(std::move(fileName)) {}
    Header take() { return std::move(header_); }

    bool key(string_t& word) override
    {
        if (depth_ == 1) {
            startEntry(word);
        } else if (inMetadata_) {
            startMetadata(word);
        } else {
            startField(word);
        }
        return true;
    }

    bool string(string_t& text) override
    {
        if (depth_ == 2 && inMetadata_) {
            header_.metadata[field_] = text;
            return true;
        }
        if (depth_ != 2 || field_ != "dtype") { refuse("a text stands where none belongs"); }
        const auto found = std::ranges::find(allDTypes, text, nameOf);
        if (found != allDTypes.end()) {
            entry().dtype = *found;
        } else {
            if (!isTypeName(text)) { refuse("the dtype " + inQuotes(text) + " is not one"); }
            entry().foreign = text;
            entry().dtype = DType::F32; // what BF16 becomes, and sorts as
        }
        return true;
    }

    bool number_unsigned(number_unsigned_t value) override
    {
        if (depth_ != 3) { refuse("a number stands where none belongs"); }
        if (value > std::uint64_t(std::numeric_limits<std::int64_t>::max())) {
            refuse("its " + field_ + " has a number that is too large");
        }
        const std::size_t most = field_ == "shape" ? mostDimensions : 2;
        if (numbers_.size() == most) {
            refuse("its " + field_ + " has more than " + std::to_string(most) + " numbers");
        }
        numbers_.push_back(std::int64_t(value));
        return true;
    }
    bool number_integer(number_integer_t) override { refuse("a negative number stands in it"); }
    bool number_float(number_float_t, const string_t& text) override
    {
        refuse("the number " + shown(text) + " is not a whole one or too large");
    }
    bool boolean(bool) override { refuse("true or false stands where neither belongs"); }
    bool null() override { refuse("null stands where it does not belong"); }
    bool binary(binary_t&) override { refuse("bytes stand where none belong"); }

    bool start_object(std::size_t) override
    {
        if (depth_ >= 2) { refuse("braces are nested deeper than in a safetensors file"); }
        ++depth_;
        return true;
    }
    bool end_object() override
    {
        if (depth_ == 2 && !inMetadata_ && fields_.size() < 3) { refuse("it lacks dtype, shape or data_offsets"); }
        --depth_;
        return true;
    }
    bool start_array(std::size_t) override
    {
        if (depth_ != 2 || inMetadata_ || (field_ != "shape" && field_ != "data_offsets")) {
            refuse("a list stands where none belongs");
        }
        ++depth_;
        numbers_.clear();
        return true;
    }
    bool end_array() override
    {
        --depth_;
        if (field_ == "shape") {
            entry().shape = numbers_;
            return true;
        }
        if (numbers_.size() != 2) { refuse("its data_offsets are not two numbers"); }
        entry().begin = std::uint64_t(numbers_[0]);
        entry().end = std::uint64_t(numbers_[1]);
        return true;
    }

    bool parse_error(std::size_t byte, const std::string&, const Json::exception&) override
    {
        constexpr std::size_t lengthBytes = 8; // the place counts from the file's beginning
        throw FileError(fileName_ + ", byte " + thousands(std::int64_t(byte + lengthBytes))
                        + ": its header is not JSON in UTF-8 there.");
    }

private:
    [[noreturn]] void refuse(const std::string& reason) const
    {
        const std::string place = inMetadata_               ? "metadata"
                                  : header_.entries.empty() ? "header"
                                                            : "tensor " + inQuotes(header_.entries.back().name);
        throw FileError(fileName_ + ", " + place + ": " + reason + ".");
    }
    Entry& entry() { return header_.entries.back(); }

    void startEntry(const std::string& name)
    {
        inMetadata_ = name == metadataKey;
        if (!names_.insert(name).second) {
            throw FileError(fileName_ + ", header: the name " + inQuotes(name) + " is there twice.");
        }
        fields_.clear();
        field_.clear();
        if (inMetadata_) { return; }
        if (header_.entries.size() == mostTensors) {
            throw FileError(fileName_ + " names more than the " + thousands(mostTensors)
                            + " tensors that Gridscope reads from one file.");
        }
        header_.entries.emplace_back().name = name;
    }
    void startMetadata(const std::string& name)
    {
        field_ = name;
        if (!header_.metadata.emplace(name, "").second) { refuse("the key " + inQuotes(name) + " is there twice"); }
    }
    void startField(const std::string& name)
    {
        if (name != "dtype" && name != "shape" && name != "data_offsets") {
            refuse("the field " + inQuotes(name) + " is unknown");
        }
        if (!fields_.insert(name).second) { refuse("its " + name + " is there twice"); }
        field_ = name;
    }

    std::string fileName_;
    Header header_;
    int depth_ = 0;
    bool inMetadata_ = false;
    std::set<std::string> names_;
    std::set<std::string> fields_; // seen in this tensor
    std::string field_;            // the key whose value comes next
    std::vector<std::int64_t> numbers_;
};

std::string quoted(const std::string& text)
{
    try {
        return Json(text).dump();
    } catch (const Json::exception&) {
        throw FileError(inQuotes(text) + " cannot be written as a name or metadata of tensors: it is not UTF-8.");
    }
}

std::string joined(const std::vector<std::int64_t>& numbers, std::string_view separator)
{
    std::string text = "[";
    for (const std::int64_t number : numbers) {
        text.append(text.size() > 1 ? separator : "").append(std::to_string(number));
    }
    return text + "]";
}

std::string entryText(const Entry& entry)
{
    return quoted(entry.name) + R"(:{"dtype":")" + std::string(nameOf(entry.dtype)) + R"(","shape":)"
           + joined(entry.shape, ",") + R"(,"data_offsets":[)" + std::to_string(entry.begin) + ","
           + std::to_string(entry.end) + "]}";
}

} // namespace

Header parseHeader(std::string_view json, const std::string& fileName)
{
    // The parser takes a zero byte for the end of the text and says nothing about what follows it.
    if (const auto zero = json.find('\0'); zero != std::string_view::npos) {
        throw FileError(fileName + ", byte " + thousands(std::int64_t(zero + 9)) + ": a zero stands in its header.");
    }
    HeaderReader reader(fileName);
    Json::sax_parse(json.begin(), json.end(), &reader);
    return reader.take();
}

std::string headerText(const Header& header)
{
    std::string text = "{" + quoted(std::string(metadataKey)) + ":{";
    std::string_view separator;
    for (const auto& [key, value] : header.metadata) {
        text.append(separator).append(quoted(key)).append(":").append(quoted(value));
        separator = ",";
    }
    text += "}";
    for (const Entry& entry : header.entries) { text.append(",").append(entryText(entry)); }
    return text + "}";
}

std::string shapeText(const std::vector<std::int64_t>& shape) { return joined(shape, ", "); }

} // namespace gridscope::run::safetensors
