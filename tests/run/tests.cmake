# tests of run
gridscope_test(tst_config run/tst_config.cpp LIBRARIES gridscope_run nlohmann_json::nlohmann_json)
gridscope_test(tst_levels run/tst_levels.cpp LIBRARIES gridscope_run)
gridscope_test(tst_random run/tst_random.cpp LIBRARIES gridscope_run)
gridscope_test(tst_run_flow run/tst_run_flow.cpp LIBRARIES gridscope_run)
gridscope_test(tst_collapse run/tst_collapse.cpp LIBRARIES gridscope_run)
gridscope_test(tst_lockstep run/tst_lockstep.cpp LIBRARIES gridscope_run)
gridscope_test(tst_run_history run/tst_run_history.cpp LIBRARIES gridscope_run nlohmann_json::nlohmann_json)
gridscope_test(tst_experiment run/tst_experiment.cpp LIBRARIES gridscope_run nlohmann_json::nlohmann_json)
gridscope_test(tst_safetensors run/tst_safetensors.cpp LIBRARIES gridscope_run)

# Run files. recorder is killed, starved and handed garbage by the tests.
add_executable(recorder support/recorder.cpp)
target_link_libraries(recorder PRIVATE test_support)
gridscope_test(tst_run_file run/tst_run_file.cpp LIBRARIES gridscope_run SQLite::SQLite3)
gridscope_test(tst_continuation run/tst_continuation.cpp LIBRARIES gridscope_run)
gridscope_test(tst_run_file_damage run/tst_run_file_damage.cpp 
    LIBRARIES gridscope_run SQLite::SQLite3 TIMEOUT 300)
target_compile_definitions(tst_run_file_damage PRIVATE GRIDSCOPE_RECORDER="$<TARGET_FILE:recorder>")
add_dependencies(tst_run_file_damage recorder)
gridscope_test(bench_run_file bench/bench_run_file.cpp LIBRARIES gridscope_run)
gridscope_test(tst_bounds run/tst_bounds.cpp LIBRARIES gridscope_run SQLite::SQLite3 TIMEOUT 300)
gridscope_test(tst_comparison run/tst_comparison.cpp LIBRARIES gridscope_run)
gridscope_test(tst_card run/tst_card.cpp LIBRARIES gridscope_run)
