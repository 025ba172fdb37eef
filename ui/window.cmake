set(GRIDSCOPE_WINDOW
    run_session.h run_session.cpp recorder.h recorder.cpp recordings.h recordings.cpp background.h background.cpp playback.h playback.cpp
    run_document.h run_document.cpp run_document_files.cpp run_follower.h run_follower.cpp path_text.h path_text.cpp recent_files.h recent_files.cpp speed_meter.h launch.h launch.cpp run_text.h run_text.cpp
    main_window.h main_window.cpp main_window_actions.cpp main_menu.h main_menu.cpp help_dialogs.h help_dialogs.cpp
    translate.h language.h language.cpp
    workspace.h workspace.cpp workspace_microscope.cpp panel_frame.h panel_frame.cpp headline.h headline.cpp tile.h tile.cpp lamp.h lamp.cpp
    dialog_frame.h dialog_frame.cpp accessible.h accessible.cpp
    message_bar.h message_bar.cpp plain_label.h question.h question.cpp data_dialog.h data_dialog.cpp hint_bubble.h hint_bubble.cpp experiment_dialog.h experiment_dialog.cpp comparison.h comparison.cpp twin.h twin.cpp twin_dialog.h twin_dialog.cpp elided_label.h elided_label.cpp
    window_style.h window_style.cpp icons.h icons.cpp flow_layout.h flow_layout.cpp
    animation.h animation.cpp figure.h figure.cpp replay.h replay.cpp export_dialog.h export_dialog.cpp take_away.h take_away.cpp setting_history.h setting_history.cpp slow_motion.h slow_motion.cpp layer_dialog.h layer_dialog.cpp run_table.h run_table.cpp figure_state.h figure_state.cpp figure_drop.h figure_drop.cpp screenshot.h screenshot.cpp
    control/timeline.h control/timeline.cpp control/transport.h control/transport.cpp control/pace.h control/pace.cpp
    control/settings_form.h control/settings_form.cpp control/field_row.h control/field_row.cpp
    control/field_editor.h control/field_editor.cpp control/field_rules.h control/field_rules.cpp
    control/field_words.h control/field_words.cpp
    control/number_box.h control/number_box.cpp control/section.h control/section.cpp)
