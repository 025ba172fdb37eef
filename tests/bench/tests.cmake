# gridscope_bench: every ratio of bench/README.md. The test only asks whether every row is printed.
add_executable(gridscope_bench bench/main.cpp bench/rounds.cpp bench/peers.cpp bench/bench_quantizer.cpp bench/bench_step.cpp bench/bench_multi_bit.cpp
    bench/bench_planes.cpp     bench/bench_programs.cpp bench/bench_live_views.cpp ${PROJECT_SOURCE_DIR}/app/allocator.cpp ${PROJECT_SOURCE_DIR}/app/engine_loader.cpp)
target_link_libraries(gridscope_bench PRIVATE gridscope_core gridscope_ui CLI11::CLI11 nlohmann_json::nlohmann_json ${CMAKE_DL_LIBS})
target_compile_definitions(gridscope_bench PRIVATE GRIDSCOPE_PROGRAM="$<TARGET_FILE:gridscope>"
    GRIDSCOPE_PYTHON_STEP="${CMAKE_CURRENT_SOURCE_DIR}/bench/python_step.py")
add_dependencies(gridscope_bench gridscope)
gridscope_test(tst_bench bench/tst_bench.cpp LIBRARIES Qt6::Core gridscope_flags TIMEOUT 300)
target_compile_definitions(tst_bench PRIVATE GRIDSCOPE_BENCH="$<TARGET_FILE:gridscope_bench>")
add_dependencies(tst_bench gridscope_bench)
