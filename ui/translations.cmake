# SPDX-License-Identifier: GPL-3.0-or-later
# The window's German, inside of the library, so that there is no file to lose.
# After a text was added or changed in ui/:    cmake --build build/dev --target translations
# and then write the German of what is "unfinished" in resources/translations/gridscope_de.ts (an editor, or linguist).
# core_de.ts holds core's fixed texts (labels, presets, marks); lupdate does not see those, so its entries are written by hand.
set(TRANSLATIONS ${PROJECT_SOURCE_DIR}/resources/translations)
foreach(name gridscope_de core_de)
    add_custom_command(OUTPUT ${CMAKE_CURRENT_BINARY_DIR}/${name}.qm
        COMMAND Qt6::lrelease -silent ${TRANSLATIONS}/${name}.ts -qm ${CMAKE_CURRENT_BINARY_DIR}/${name}.qm
        DEPENDS ${TRANSLATIONS}/${name}.ts VERBATIM)
    list(APPEND qm_files ${CMAKE_CURRENT_BINARY_DIR}/${name}.qm)
endforeach()
qt_add_resources(gridscope_ui translations PREFIX /gridscope/translations BASE ${CMAKE_CURRENT_BINARY_DIR} FILES ${qm_files})

# No line numbers: they would change with every commit. -I: else classes are not known by their full names.
set(LUPDATE_OPTIONS -locations none -no-obsolete -source-language en -target-language de -I ${PROJECT_SOURCE_DIR})
add_custom_target(translations
    COMMAND Qt6::lupdate ${LUPDATE_OPTIONS} -recursive ${CMAKE_CURRENT_SOURCE_DIR} -ts ${TRANSLATIONS}/gridscope_de.ts VERBATIM)
