# SPDX-License-Identifier: GPL-3.0-or-later
# What draws: theme, charts, panels. The scripted run stands in for training.
gridscope_test(tst_theme ui/tst_theme.cpp LIBRARIES gridscope_ui)
gridscope_test(tst_nice_range ui/tst_nice_range.cpp LIBRARIES gridscope_ui)
gridscope_test(tst_axis_texts ui/tst_axis_texts.cpp LIBRARIES gridscope_ui Qt6::Charts)
gridscope_test(tst_drop_panel ui/tst_drop_panel.cpp LIBRARIES gridscope_ui)
gridscope_test(tst_histogram_view ui/tst_histogram_view.cpp LIBRARIES gridscope_ui)
gridscope_test(tst_river_view ui/tst_river_view.cpp LIBRARIES gridscope_ui)
gridscope_test(tst_wild_numbers ui/tst_wild_numbers.cpp LIBRARIES gridscope_ui Qt6::Charts)
gridscope_test(tst_microscope ui/tst_microscope.cpp LIBRARIES gridscope_ui)
gridscope_test(tst_line_chart ui/tst_line_chart.cpp LIBRARIES gridscope_ui Qt6::Charts)
gridscope_test(tst_panels ui/tst_panels.cpp LIBRARIES gridscope_ui Qt6::Charts)
gridscope_test(tst_scripted_run ui/tst_scripted_run.cpp LIBRARIES gridscope_run)
gridscope_test(tst_told_settings ui/tst_told_settings.cpp LIBRARIES gridscope_ui)
