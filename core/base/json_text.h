// SPDX-License-Identifier: GPL-3.0-or-later
// JSON as text, on one line or with so many spaces a level. What is no UTF-8, a file's name or a stranger's text, is replaced in
// it instead of an exception.
#pragma once

#include <string>

namespace gridscope {

// Json: any of nlohmann's. A template, so that whoever does not need that header does not read it.
template <typename Json>
std::string writtenJson(const Json& value, int indent = -1)
{
    return value.dump(indent, ' ', false, Json::error_handler_t::replace);
}

} // namespace gridscope
