# tests of run
gridscope_test(tst_config run/tst_config.cpp LIBRARIES gridscope_run nlohmann_json::nlohmann_json)
gridscope_test(tst_random run/tst_random.cpp LIBRARIES gridscope_run)
gridscope_test(tst_run_flow run/tst_run_flow.cpp LIBRARIES gridscope_run)
gridscope_test(tst_run_history run/tst_run_history.cpp LIBRARIES gridscope_run nlohmann_json::nlohmann_json)
gridscope_test(tst_safetensors run/tst_safetensors.cpp LIBRARIES gridscope_run)
