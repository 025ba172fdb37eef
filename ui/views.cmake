set(GRIDSCOPE_VIEWS theme.h theme.cpp panel/panel.h panel/panel.cpp)
