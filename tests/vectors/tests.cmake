# gridscope_vectors: our methods judged by the reference vectors of tests/data/vectors. NAME_kinds.cpp has the kinds of a method.
add_executable(gridscope_vectors vectors/main.cpp vectors/judge.cpp vectors/cases.cpp vectors/alq_kinds.cpp vectors/bsq_kinds.cpp vectors/md_kinds.cpp
    vectors/lapq_kinds.cpp)
target_link_libraries(gridscope_vectors PRIVATE gridscope_core nlohmann_json::nlohmann_json)
gridscope_test(tst_vectors vectors/tst_vectors.cpp LIBRARIES Qt6::Core gridscope_flags TIMEOUT 300)
target_compile_definitions(tst_vectors PRIVATE GRIDSCOPE_VECTORS="$<TARGET_FILE:gridscope_vectors>")
add_dependencies(tst_vectors gridscope_vectors)
