# SPDX-License-Identifier: GPL-3.0-or-later
# cmake -DFOLDER=resources -DFILES="presets/a.json,sample/b.gz" -DOUTPUT=embedded.cpp -P embed.cmake
# Writes the files as byte arrays behind core/base/embedded.h.
string(REPLACE "," ";" FILES "${FILES}")
set(arrays "")
set(table "")
set(number 0)
foreach(file IN LISTS FILES)
    file(READ ${FOLDER}/${file} bytes HEX)
    string(REGEX REPLACE "(..)" "0x\\1," bytes "${bytes}")
    string(APPEND arrays "const std::uint8_t file${number}[] = {${bytes}};\n")
    string(APPEND table "    {\"${file}\", file${number}},\n")
    math(EXPR number "${number} + 1")
endforeach()
file(WRITE ${OUTPUT} "// Made by core/embed.cmake.
#include \"core/base/embedded.h\"

namespace gridscope::run {
namespace {
${arrays}const EmbeddedFile files[] = {
${table}};
} // namespace
std::span<const EmbeddedFile> embeddedFiles() { return files; }
} // namespace gridscope::run
")
