# Tests of the engine. Those of data readers need no torch.
include(${CMAKE_CURRENT_LIST_DIR}/tests_data.cmake)
gridscope_test(tst_estimators core/tst_estimators.cpp SOURCES support/dense_cpq.cpp LIBRARIES gridscope_core)
gridscope_test(tst_measure core/tst_measure.cpp LIBRARIES gridscope_core)
gridscope_test(tst_quantizer core/tst_quantizer.cpp LIBRARIES gridscope_core)
gridscope_test(tst_relu_pool core/tst_relu_pool.cpp LIBRARIES gridscope_core)
gridscope_test(tst_training core/tst_training.cpp LIBRARIES gridscope_core TIMEOUT 300)
gridscope_test(tst_design core/tst_design.cpp LIBRARIES gridscope_run)
gridscope_test(tst_resume core/tst_resume.cpp LIBRARIES gridscope_core)
