// SPDX-License-Identifier: GPL-3.0-or-later
// Colours that everybody can tell apart and read, in every theme, on the desk and in projector mode.
// Source : WCAG 2.1 contrast; CIE76 and CIEDE2000 distance; colour-vision matrices of Machado et al. 2009 (severity 1), linear RGB.
#include "ui/look/theme.h"

#include <QApplication>
#include <QComboBox>
#include <QSignalSpy>
#include <QWidget>
#include <QtTest>

#include <array>
#include <cmath>
#include <numbers>

using namespace gridscope::ui;

namespace {

constexpr double leastTextContrast = 4.5;    // WCAG 1.4.3
constexpr double leastGraphicContrast = 3.0; // WCAG 1.4.11
constexpr double leastDistance = 12;         // CIE76; 2.3 is just noticeable side by side
constexpr double leastDistance2000 = 7;      // CIEDE2000; 1 is just noticeable side by side

using Rgb = std::array<double, 3>;
using Matrix = std::array<Rgb, 3>;

Rgb linear(const QColor& color)
{
    const auto one = [](double c) { return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4); };
    return {one(color.redF()), one(color.greenF()), one(color.blueF())};
}

double luminance(const QColor& color)
{
    const Rgb c = linear(color);
    return 0.2126 * c[0] + 0.7152 * c[1] + 0.0722 * c[2];
}

double contrast(const QColor& a, const QColor& b)
{
    const double x = luminance(a);
    const double y = luminance(b);
    return (std::max(x, y) + 0.05) / (std::min(x, y) + 0.05);
}

Rgb product(const Matrix& m, const Rgb& v)
{
    Rgb out{};
    for (std::size_t i = 0; i < 3; ++i) { out[i] = m[i][0] * v[0] + m[i][1] * v[1] + m[i][2] * v[2]; }
    return out;
}

Rgb lab(const Rgb& color)
{
    constexpr Matrix toXyz{
        {{0.4124564, 0.3575761, 0.1804375}, {0.2126729, 0.7151522, 0.0721750}, {0.0193339, 0.1191920, 0.9503041}}};
    const Rgb xyz = product(toXyz, color);
    const auto f = [](double t) { return t > 0.008856 ? std::cbrt(t) : 7.787 * t + 16.0 / 116; };
    const double x = f(xyz[0] / 0.95047);
    const double y = f(xyz[1]);
    const double z = f(xyz[2] / 1.08883);
    return {116 * y - 16, 500 * (x - y), 200 * (y - z)};
}

struct Vision {
    const char* name;
    Matrix matrix;
};
const std::array<Vision, 4> visions{{
    {"normal", {{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}}},
    {"protan", {{{0.152286, 1.052583, -0.204868}, {0.114503, 0.786281, 0.099216}, {-0.003882, -0.048116, 1.051998}}}},
    {"deutan", {{{0.367322, 0.860646, -0.227968}, {0.280085, 0.672501, 0.047413}, {-0.011820, 0.042940, 0.968881}}}},
    {"tritan", {{{1.255528, -0.076749, -0.178779}, {-0.078411, 0.930809, 0.147602}, {0.004733, 0.691367, 0.303900}}}},
}};

Rgb seen(const QColor& color, const Matrix& vision)
{
    Rgb v = product(vision, linear(color));
    for (double& x : v) { x = std::clamp(x, 0.0, 1.0); }
    return lab(v);
}

double distance(const QColor& a, const QColor& b, const Matrix& vision)
{
    const Rgb x = seen(a, vision);
    const Rgb y = seen(b, vision);
    return std::hypot(x[0] - y[0], x[1] - y[1], x[2] - y[2]);
}

// Sharma, Wu, Dalal: The CIEDE2000 Color-Difference Formula, 2005.
double ciede2000(const Rgb& one, const Rgb& two)
{
    constexpr double pi = std::numbers::pi;
    const auto seventh = [](double c) { return std::sqrt(std::pow(c, 7) / (std::pow(c, 7) + std::pow(25.0, 7))); };
    const double g = 0.5 * (1 - seventh((std::hypot(one[1], one[2]) + std::hypot(two[1], two[2])) / 2));
    const auto hue = [pi](double a, double b) {
        return a == 0 && b == 0 ? 0.0 : std::fmod(std::atan2(b, a) + 2 * pi, 2 * pi);
    };
    const double a1 = (1 + g) * one[1];
    const double a2 = (1 + g) * two[1];
    const double c1 = std::hypot(a1, one[2]);
    const double c2 = std::hypot(a2, two[2]);
    const double h1 = hue(a1, one[2]);
    const double h2 = hue(a2, two[2]);
    const bool isGrey = c1 * c2 == 0;
    double turn = isGrey ? 0 : h2 - h1;
    turn -= turn > pi ? 2 * pi : turn < -pi ? -2 * pi : 0;
    double h = h1 + h2;
    if (!isGrey) { h = std::abs(h1 - h2) <= pi ? h / 2 : h < 2 * pi ? h / 2 + pi : h / 2 - pi; }
    const double l = (one[0] + two[0]) / 2 - 50;
    const double c = (c1 + c2) / 2;
    const double degree = pi / 180;
    const double t = 1 - 0.17 * std::cos(h - 30 * degree) + 0.24 * std::cos(2 * h) + 0.32 * std::cos(3 * h + 6 * degree)
                     - 0.20 * std::cos(4 * h - 63 * degree);
    const double lightness = (two[0] - one[0]) / (1 + 0.015 * l * l / std::sqrt(20 + l * l));
    const double chroma = (c2 - c1) / (1 + 0.045 * c);
    const double hueShift = 2 * std::sqrt(c1 * c2) * std::sin(turn / 2) / (1 + 0.015 * c * t);
    const double bend = (h / degree - 275) / 25;
    const double rotation = -2 * seventh(c) * std::sin(60 * degree * std::exp(-bend * bend));
    return std::sqrt(lightness * lightness + chroma * chroma + hueShift * hueShift + rotation * chroma * hueShift);
}

double distance2000(const QColor& a, const QColor& b, const Matrix& vision)
{
    return ciede2000(seen(a, vision), seen(b, vision));
}

void verifyAllDiffer(const std::vector<QColor>& colors)
{
    for (const Vision& vision : visions) {
        for (std::size_t i = 0; i < colors.size(); ++i) {
            for (std::size_t j = 0; j < i; ++j) {
                const double d = distance(colors[i], colors[j], vision.matrix);
                const double d2000 = distance2000(colors[i], colors[j], vision.matrix);
                QVERIFY2(d >= leastDistance && d2000 >= leastDistance2000,
                         qPrintable(QStringLiteral("%1: %2 and %3 are %4 (CIE76), %5 (CIEDE2000) apart")
                                        .arg(QLatin1String(vision.name), colors[i].name(), colors[j].name())
                                        .arg(d)
                                        .arg(d2000)));
            }
        }
    }
}

struct Named {
    const char* name;
    Theme theme;
};

std::vector<Named> allThemes()
{
    return {{"light", lightTheme()},
            {"dark", darkTheme()},
            {"high contrast", highContrastTheme()},
            {"light, projected", projected(lightTheme())},
            {"dark, projected", projected(darkTheme())},
            {"high contrast, projected", projected(highContrastTheme())}};
}

void addThemes()
{
    QTest::addColumn<int>("index");
    int index = 0;
    for (const Named& named : allThemes()) { QTest::newRow(named.name) << index++; }
}

Theme themeAt(int index) { return allThemes().at(static_cast<std::size_t>(index)).theme; }

void addGrids(const std::vector<std::pair<const char*, QPoint>>& grids) // QPoint: lowest and highest code
{
    QTest::addColumn<int>("index");
    QTest::addColumn<QPoint>("codes");
    int index = 0;
    for (const Named& named : allThemes()) {
        for (const auto& [name, codes] : grids) { QTest::addRow("%s, %s", name, named.name) << index << codes; }
        ++index;
    }
}

// Text, and lines of charts, may stand on any of these.
std::vector<QColor> textColors(const Theme& t) { return {t.text, t.faintText, t.warning, t.error}; }

std::vector<QColor> graphicColors(const Theme& t)
{
    std::vector<QColor> graphics{t.axis,      t.gridPoint, t.cellBorder, t.latent,
                                 t.quantized, t.reference, t.loss,       t.focus};
    for (std::size_t layer = 0; layer < 6; ++layer) { graphics.push_back(layerColor(t, layer)); }
    for (int bits = 1; bits <= 8; ++bits) {
        const int half = 1 << (bits - 1);
        for (int n = -half; n < half; ++n) { graphics.push_back(gridPointColor(t, n, -half, half - 1)); }
    }
    return graphics;
}

void verifyContrast(const std::vector<QColor>& colors, const QColor& background, double least)
{
    for (const QColor& color : colors) {
        const double c = contrast(color, background);
        QVERIFY2(c >= least, qPrintable(QStringLiteral("%1 on %2: %3").arg(color.name(), background.name()).arg(c)));
    }
}

} // namespace

class TestTheme : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void theDistanceIsThatOfItsAuthors_data()
    {
        QTest::addColumn<QList<double>>("pair");
        QTest::addColumn<double>("expected");
        // Rows of the test data published with the formula (Sharma et al., table 1).
        QTest::newRow("1, blue turns") << QList<double>{50, 2.6772, -79.7751, 50, 0, -82.7485} << 2.0425;
        QTest::newRow("7, grey and colour") << QList<double>{50, 0, 0, 50, -1, 2} << 2.3669;
        QTest::newRow("9, across the circle") << QList<double>{50, 2.49, -0.001, 50, -2.49, 0.0009} << 7.1792;
        QTest::newRow("17, far apart") << QList<double>{50, 2.5, 0, 73, 25, -18} << 27.1492;
        QTest::newRow("25, green") << QList<double>{60.2574, -34.0099, 36.2677, 60.4626, -34.1751, 39.4387} << 1.2644;
    }
    void theDistanceIsThatOfItsAuthors()
    {
        constexpr double printed = 0.00005; // four decimals
        QFETCH(QList<double>, pair);
        QFETCH(double, expected);
        const double d = ciede2000({pair[0], pair[1], pair[2]}, {pair[3], pair[4], pair[5]});
        QVERIFY2(std::abs(d - expected) <= printed, qPrintable(QString::number(d, 'f', 5)));
    }

    void textCanBeRead_data() { addThemes(); }
    void textCanBeRead()
    {
        QFETCH(int, index);
        const Theme t = themeAt(index);
        for (const QColor& background : {t.window, t.surface}) {
            verifyContrast(textColors(t), background, leastTextContrast);
        }
        verifyContrast({t.text}, t.gap, leastTextContrast);              // what the mouse is over
        verifyContrast({t.text, t.focus}, t.surface, leastTextContrast); // readouts; chosen list rows and menus
    }

    void graphicsStandOutFromTheSurface_data() { addThemes(); }
    void graphicsStandOutFromTheSurface()
    {
        QFETCH(int, index);
        const Theme t = themeAt(index);
        verifyContrast(graphicColors(t), t.surface, leastGraphicContrast);
    }

    void highContrastIsHigherThanAsked()
    {
        for (const Theme& t : {highContrastTheme(), projected(highContrastTheme())}) {
            verifyContrast(textColors(t), t.surface, 7); // WCAG 1.4.6
            verifyContrast(graphicColors(t), t.surface, 4.5);
            verifyContrast({t.gap}, t.window, leastGraphicContrast); // outlines of panels
        }
    }

    void whatCannotBePressedLooksSo_data() { addThemes(); }
    void whatCannotBePressedLooksSo()
    {
        QFETCH(int, index);
        const Theme t = themeAt(index);
        const double enabled = contrast(t.text, t.window), disabled = contrast(disabledText(t), t.window);
        QVERIFY2(disabled >= leastGraphicContrast && enabled >= 2 * disabled,
                 qPrintable(QString("%1 and %2").arg(enabled).arg(disabled)));
    }

    void inputsOfHighContrastAreReadAsWellAsTheRest()
    {
        auto& source = ThemeSource::instance();
        source.choose(ThemeSource::Choice::HighContrast);
        QComboBox combo;
        combo.addItem("cpq");
        combo.resize(200, 40);
        const QColor ground = combo.grab().toImage().pixelColor(120, 20); // right of the word
        QVERIFY2(contrast(combo.palette().color(QPalette::ButtonText), ground) >= 7, qPrintable(ground.name()));
        source.choose(ThemeSource::Choice::Light);
    }

    void nothingIsFaintInAHall()
    {
        for (const Theme& t : {projected(lightTheme()), projected(darkTheme()), projected(highContrastTheme())}) {
            verifyContrast({t.faintText, t.axis, t.cellBorder}, t.surface, 7);
        }
    }

    void levelsOfShortGridsDifferForAllEyes_data()
    {
        addGrids({{"1 bit", {-1, 0}},
                  {"ternary", {-1, 1}},
                  {"2 bits", {-2, 1}},
                  {"3 bits", {-4, 3}},
                  {"3 bits without the lowest", {-3, 3}},
                  {"2 bits unsigned", {0, 3}}});
    }
    void levelsOfShortGridsDifferForAllEyes()
    {
        QFETCH(int, index);
        QFETCH(QPoint, codes);
        std::vector<QColor> colors;
        for (int n = codes.x(); n <= codes.y(); ++n) {
            colors.push_back(gridPointColor(themeAt(index), n, codes.x(), codes.y()));
        }
        verifyAllDiffer(colors);
    }

    void neighboursOfLongGridsDiffer_data()
    {
        addGrids({{"4 bits", {-8, 7}}, {"8 bits", {-128, 127}}, {"4 bits unsigned", {0, 15}}});
    }
    void neighboursOfLongGridsDiffer()
    {
        constexpr double leastNeighbour = 5; // CIE76; seen side by side, and every line carries its code
        QFETCH(int, index);
        QFETCH(QPoint, codes);
        const Theme t = themeAt(index);
        for (const Vision& vision : visions) {
            for (int n = codes.x(); n < codes.y(); ++n) {
                const double d = distance(gridPointColor(t, n, codes.x(), codes.y()),
                                          gridPointColor(t, n + 1, codes.x(), codes.y()), vision.matrix);
                QVERIFY2(d >= leastNeighbour,
                         qPrintable(QStringLiteral("%1 %2: %3").arg(QLatin1String(vision.name)).arg(n).arg(d)));
            }
        }
    }

    void signKeepsItsColour()
    {
        for (const Named& named : allThemes()) {
            for (const int half : {2, 4, 8, 128}) {
                const QColor negative = gridPointColor(named.theme, -half / 2, -half, half - 1);
                const QColor positive = gridPointColor(named.theme, half / 2, -half, half - 1);
                QVERIFY(negative.red() > negative.blue());
                QVERIFY(positive.blue() > positive.red());
            }
        }
    }

    void layersAndAccuracyLinesDiffer_data() { addThemes(); }
    void layersAndAccuracyLinesDiffer()
    {
        QFETCH(int, index);
        const Theme t = themeAt(index);
        std::vector<QColor> layers;
        for (std::size_t layer = 0; layer < 6; ++layer) { layers.push_back(layerColor(t, layer)); }
        verifyAllDiffer(layers);
        verifyAllDiffer({t.latent, t.quantized, t.reference});
    }

    void heatStartsAtTheSurfaceAndOnlyGetsStronger_data() { addThemes(); }
    void heatStartsAtTheSurfaceAndOnlyGetsStronger()
    {
        QFETCH(int, index);
        const Theme t = themeAt(index);
        QCOMPARE(heatColor(t, 0), t.surface);
        double last = lab(linear(t.surface))[0];
        for (int i = 1; i <= 32; ++i) {
            const double lightness = lab(linear(heatColor(t, i / 32.0)))[0];
            QVERIFY(t.dark ? lightness > last : lightness < last);
            last = lightness;
        }
    }

    void linesAreBoldOnlyInProjectorMode()
    {
        ThemeSource& source = ThemeSource::instance();
        QCOMPARE(strokeWidth(1), 1.0);
        QSignalSpy spy(&source, &ThemeSource::changed);
        source.setProjected(true);
        QCOMPARE(spy.count(), 1);
        QCOMPARE(strokeWidth(1), 4.0);
        QCOMPARE(strokeWidth(6), 6.0);
        source.choose(ThemeSource::Choice::HighContrast); // another theme stays projected
        QVERIFY(source.theme().isProjected && source.theme().isHighContrast);
        source.setProjected(false);
        source.choose(ThemeSource::Choice::System);
        QCOMPARE(strokeWidth(1), 1.0);
    }

    void choosingDarkDarkensTheWholeWindow()
    {
        ThemeSource& source = ThemeSource::instance();
        QWidget window;
        QSignalSpy spy(&source, &ThemeSource::changed);
        source.choose(ThemeSource::Choice::Dark);
        QCOMPARE(spy.count(), 1);
        QVERIFY(source.theme().dark);
        QTRY_COMPARE(window.palette().color(QPalette::Window), darkTheme().window); // widgets hear of it by event
        QCOMPARE(window.palette().color(QPalette::Text), darkTheme().text);
        source.choose(ThemeSource::Choice::Light);
        QVERIFY(!source.theme().dark);
        QTRY_COMPARE(window.palette().color(QPalette::Window), lightTheme().window);
        source.choose(ThemeSource::Choice::System);
        QVERIFY(!source.theme().dark);
    }

    void aDarkSystemPaletteIsFollowedAndKept()
    {
        ThemeSource& source = ThemeSource::instance();
        source.choose(ThemeSource::Choice::System);
        QPalette system(QColor(0x30, 0x30, 0x34));
        system.setColor(QPalette::Window, QColor(0x30, 0x30, 0x34));
        QSignalSpy spy(&source, &ThemeSource::changed);
        QApplication::setPalette(system); // what a platform theme does
        QVERIFY(spy.count() >= 1);
        QVERIFY(source.theme().dark);
        QCOMPARE(QApplication::palette().color(QPalette::Window), QColor(0x30, 0x30, 0x34));
        QApplication::setPalette(QPalette());
        QVERIFY(!source.theme().dark);
    }
};

QTEST_MAIN(TestTheme)
#include "tst_theme.moc"
