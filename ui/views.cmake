set(GRIDSCOPE_VIEWS
    theme.h theme.cpp theme_source.cpp
    chart/chart_widget.h chart/chart_widget.cpp
    chart/drop_image.h chart/drop_image.cpp
    chart/drop_raster.h chart/drop_raster.cpp chart/drop_paint.cpp
    chart/histogram_axes.h chart/histogram_axes.cpp
    chart/histogram_view.h chart/histogram_view.cpp chart/histogram_paint.cpp
    chart/layer_delegate.h chart/layer_delegate.cpp
    chart/line_chart.h chart/line_chart.cpp chart/line_chart_paint.cpp chart/line_chart_zoom.cpp chart/axis_zoom.h
    chart/microscope_view.h chart/microscope_view.cpp chart/microscope_paint.cpp
    chart/mini_histogram.h chart/mini_histogram.cpp
    chart/nice_range.h chart/nice_range.cpp
    chart/numbers.h chart/numbers.cpp
    chart/one_weight.h chart/one_weight.cpp chart/weight_numbers.h chart/weight_numbers.cpp chart/step_phase.h chart/step_phase.cpp
    chart/picture.h chart/picture.cpp
    chart/mark_sign.h chart/mark_sign.cpp chart/timeline_bar.h chart/timeline_bar.cpp
    chart/river_image.h chart/river_image.cpp
    chart/river_lines.h chart/river_lines.cpp
    chart/river_view.h chart/river_view.cpp chart/river_paint.cpp
    panel/panel.h panel/panel.cpp
    panel/describe.h panel/describe.cpp
    panel/arms.h panel/arms.cpp
    panel/accuracy_panel.h panel/accuracy_panel.cpp
    panel/bits_panel.h panel/bits_panel.cpp
    panel/chart_panel.h panel/chart_panel.cpp
    chart/decision_view.h chart/decision_view.cpp panel/decision_panel.h panel/decision_panel.cpp
    panel/difference_panel.h panel/difference_panel.cpp
    panel/drop_panel.h panel/drop_panel.cpp
    panel/histogram_panel.h panel/histogram_panel.cpp
    panel/layer_model.h panel/layer_model.cpp
    panel/layer_strip.h panel/layer_strip.cpp
    panel/loss_panel.h panel/loss_panel.cpp
    panel/phase_bar.h panel/phase_bar.cpp
    panel/microscope_panel.h panel/microscope_panel.cpp
    panel/river_panel.h panel/river_panel.cpp)
