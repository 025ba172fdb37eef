# tests of ui
include(${CMAKE_CURRENT_LIST_DIR}/tests_window.cmake)
include(${CMAKE_CURRENT_LIST_DIR}/tests_views.cmake)
