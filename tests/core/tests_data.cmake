# tests of data
gridscope_test(tst_data_idx core/tst_data_idx.cpp LIBRARIES gridscope_run ZLIB::ZLIB)
gridscope_test(tst_data_sets core/tst_data_sets.cpp LIBRARIES gridscope_run)
gridscope_test(tst_data_weights core/tst_data_weights.cpp LIBRARIES gridscope_run)
gridscope_test(tst_torch_weights core/tst_torch_weights.cpp LIBRARIES gridscope_run)
gridscope_test(tst_data_tables core/tst_data_tables.cpp LIBRARIES gridscope_run)
gridscope_test(tst_data_pictures core/tst_data_pictures.cpp SOURCES ${PROJECT_SOURCE_DIR}/app/picture_decoder.cpp LIBRARIES gridscope_run Qt6::Gui)
gridscope_test(tst_fingerprint core/tst_fingerprint.cpp LIBRARIES gridscope_run)
