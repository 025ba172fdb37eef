// SPDX-License-Identifier: GPL-3.0-or-later
// Colours by role: light, dark, high contrast. Nobody else in ui/ names a colour. Projector mode makes any of them bolder.
// Contrast and colour-vision distances are tested in tests/ui/tst_theme.cpp.
#pragma once

#include <QColor>
#include <QObject>
#include <QPalette>

namespace gridscope::ui {

struct Theme {
    bool dark = false;
    bool isHighContrast = false;
    bool isProjected = false;
    QColor window;  // behind panels
    QColor surface; // inside charts
    QColor text;
    QColor faintText;
    QColor axis;       // axis lines and ticks
    QColor gridPoint;  // the labelled line on each grid point
    QColor cellBorder; // dotted
    QColor latent;     // latent weights' curve and bars where no grid is in force
    QColor quantized;  // quantized accuracy
    QColor reference;  // the float network, dotted
    QColor loss;
    QColor warning;
    QColor error;
    QColor focus;
    QColor gap;  // between panels (splitter handles)
    QColor mesh; // faint lines behind curves and bars
};

Theme lightTheme();
Theme darkTheme();
Theme highContrastTheme(); // white on black; text at least 7:1, graphics at least 4.5:1
// For the last row of a lecture hall: nothing is faint, no line thinner than `leastProjectedLine`.
Theme projected(Theme theme);
constexpr double leastProjectedLine = 4; // pixels
constexpr int leastProjectedText = 28;   // pixels
// The width at which a line of a chart is drawn in the theme in force.
double strokeWidth(double pixels);

// The colour of grid point n on [low, high]: orange negative, grey zero, blue positive.
QColor gridPointColor(const Theme& theme, int n, int low, int high);
// A perceptually even ramp; 0 = the surface, 1 = strongest.
QColor heatColor(const Theme& theme, double share);
// Layers keep their colour in all views; a dash pattern goes with it as second cue (index modulo).
QColor layerColor(const Theme& theme, std::size_t layer);
QList<qreal> layerDashes(std::size_t layer); // empty: solid

// The theme in force: follows the system unless the user chose. Widgets repaint on `changed`.
class ThemeSource : public QObject {
    Q_OBJECT
public:
    enum class Choice { System, Light, Dark, HighContrast };
    explicit ThemeSource(QObject* parent = nullptr);
    static ThemeSource& instance(); // made with the QApplication, gone with it
    const Theme& theme() const { return theme_; }
    void choose(Choice choice);
    Choice choice() const { return choice_; }
    void setProjected(bool isProjected);

Q_SIGNALS:
    void changed();

private:
    bool eventFilter(QObject* watched, QEvent* event) override; // palette changes of the application
    void apply();
    Choice choice_ = Choice::System;
    bool isProjected_ = false;
    Theme theme_;
    QPalette ours_; // the palette we set, if any
    bool applying_ = false;
};

QColor disabledText(const Theme& theme); // clearly less than what can be pressed, also in high contrast
const Theme& theme();                    // ThemeSource::instance().theme()

} // namespace gridscope::ui
