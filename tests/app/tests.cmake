# The whole program: its command line, and the window with the real engine behind it.
gridscope_test(tst_command_line app/tst_command_line.cpp LIBRARIES gridscope_run Qt6::Gui TIMEOUT 300)
add_dependencies(tst_command_line gridscope)
gridscope_test(tst_window_training app/tst_window_training.cpp SOURCES ${PROJECT_SOURCE_DIR}/app/engine_loader.cpp ${PROJECT_SOURCE_DIR}/app/allocator.cpp
    LIBRARIES gridscope_ui ${CMAKE_DL_LIBS} TIMEOUT 300)
add_dependencies(tst_window_training gridscope_core)
gridscope_test(tst_twin_training app/tst_twin_training.cpp SOURCES ${PROJECT_SOURCE_DIR}/app/engine_loader.cpp
    LIBRARIES gridscope_run ${CMAKE_DL_LIBS} TIMEOUT 300)
add_dependencies(tst_twin_training gridscope_core)
gridscope_test(tst_field_rules app/tst_field_rules.cpp SOURCES ${PROJECT_SOURCE_DIR}/app/engine_loader.cpp
    LIBRARIES gridscope_ui ${CMAKE_DL_LIBS})
add_dependencies(tst_field_rules gridscope_core)
gridscope_test(tst_kill_and_resume app/tst_kill_and_resume.cpp LIBRARIES gridscope_run TIMEOUT 600)
add_dependencies(tst_kill_and_resume gridscope)
gridscope_test(tst_surroundings app/tst_surroundings.cpp LIBRARIES gridscope_run TIMEOUT 300)
add_dependencies(tst_surroundings gridscope)
gridscope_test(tst_quoted_numbers app/tst_quoted_numbers.cpp LIBRARIES gridscope_run TIMEOUT 1800)
add_dependencies(tst_quoted_numbers gridscope)
gridscope_test(tst_experiments app/tst_experiments.cpp LIBRARIES gridscope_run TIMEOUT 600)
add_dependencies(tst_experiments gridscope)
gridscope_test(tst_experiment_dialog app/tst_experiment_dialog.cpp LIBRARIES gridscope_ui TIMEOUT 600)
add_dependencies(tst_experiment_dialog gridscope)
# What leaves the program, opened with other people's programs (packages.txt, use "test").
gridscope_test(tst_export app/tst_export.cpp LIBRARIES gridscope_run TIMEOUT 300)
add_dependencies(tst_export gridscope)
gridscope_test(tst_export_models app/tst_export_models.cpp LIBRARIES gridscope_core TIMEOUT 600)
add_dependencies(tst_export_models gridscope)
gridscope_test(tst_export_views app/tst_export_views.cpp LIBRARIES gridscope_run Qt6::Gui TIMEOUT 300)
add_dependencies(tst_export_views gridscope)
gridscope_test(tst_export_dialog app/tst_export_dialog.cpp LIBRARIES gridscope_ui TIMEOUT 600)
add_dependencies(tst_export_dialog gridscope)
# Files of strangers, and what they try.
gridscope_test(tst_strangers app/tst_strangers.cpp LIBRARIES gridscope_run TIMEOUT 300)
add_dependencies(tst_strangers gridscope)
# Records and exports as people have them: names, moved data, closed terminals, full disks.
gridscope_test(tst_records app/tst_records.cpp SOURCES support/scripted_run.cpp LIBRARIES gridscope_run TIMEOUT 600)
add_dependencies(tst_records gridscope)
gridscope_test(tst_weights app/tst_weights.cpp LIBRARIES gridscope_run TIMEOUT 300)
add_dependencies(tst_weights gridscope)
