# The window, driven through its real widgets with a scripted run.
set(SCRIPTED ${PROJECT_SOURCE_DIR}/tests/support/scripted_run.cpp)
foreach(name run_session transport settings_form main_window take_away figure_drop setting_history slow_motion layer_dialog run_table keyboard_tour twin decisions)
    gridscope_test(tst_${name} ui/tst_${name}.cpp SOURCES ${SCRIPTED} LIBRARIES gridscope_ui)
endforeach()
gridscope_test(tst_projector ui/tst_projector.cpp SOURCES ${SCRIPTED} LIBRARIES gridscope_ui)
gridscope_test(tst_timeline ui/tst_timeline.cpp SOURCES ${SCRIPTED} LIBRARIES gridscope_ui)
gridscope_test(tst_run_document ui/tst_run_document.cpp SOURCES ${SCRIPTED} support/transcript.cpp LIBRARIES gridscope_ui TIMEOUT 300)
gridscope_test(bench_window bench/bench_window.cpp SOURCES ${SCRIPTED} LIBRARIES gridscope_ui)
