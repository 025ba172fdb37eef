// SPDX-License-Identifier: GPL-3.0-or-later
// Colours that everybody can tell apart and read, in both themes.
// Source : WCAG 2.1 contrast; CIE76 distance; colour-vision matrices of Machado et al. 2009 (severity 1), linear RGB.
#include "ui/theme.h"

#include <QApplication>
#include <QSignalSpy>
#include <QWidget>
#include <QtTest>

#include <array>
#include <cmath>

using namespace gridscope::ui;

namespace {

constexpr double leastTextContrast = 4.5;    // WCAG 1.4.3
constexpr double leastGraphicContrast = 3.0; // WCAG 1.4.11
constexpr double leastDistance = 12;         // CIE76; 2.3 is just noticeable side by side

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

double distance(const QColor& a, const QColor& b, const Matrix& vision)
{
    const auto seen = [&](const QColor& c) {
        Rgb v = product(vision, linear(c));
        for (double& x : v) { x = std::clamp(x, 0.0, 1.0); }
        return lab(v);
    };
    const Rgb x = seen(a);
    const Rgb y = seen(b);
    return std::hypot(x[0] - y[0], x[1] - y[1], x[2] - y[2]);
}

void verifyAllDiffer(const std::vector<QColor>& colors)
{
    for (const Vision& vision : visions) {
        for (std::size_t i = 0; i < colors.size(); ++i) {
            for (std::size_t j = 0; j < i; ++j) {
                const double d = distance(colors[i], colors[j], vision.matrix);
                QVERIFY2(d >= leastDistance,
                         qPrintable(QStringLiteral("%1: %2 and %3 are %4 apart")
                                        .arg(QLatin1String(vision.name), colors[i].name(), colors[j].name())
                                        .arg(d)));
            }
        }
    }
}

void addThemes()
{
    QTest::addColumn<bool>("dark");
    QTest::newRow("light") << false;
    QTest::newRow("dark") << true;
}

} // namespace

class TestTheme : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void textCanBeRead_data() { addThemes(); }
    void textCanBeRead()
    {
        QFETCH(bool, dark);
        const Theme t = dark ? darkTheme() : lightTheme();
        for (const QColor& background : {t.window, t.surface}) {
            for (const QColor& text : {t.text, t.faintText, t.warning, t.error}) {
                QVERIFY2(contrast(text, background) >= leastTextContrast,
                         qPrintable(text.name() + " on " + background.name()));
            }
        }
        QVERIFY(contrast(t.surface, t.text) >= leastTextContrast);  // readouts
        QVERIFY(contrast(t.surface, t.focus) >= leastTextContrast); // chosen list rows and menus
    }

    void graphicsStandOutFromTheSurface_data() { addThemes(); }
    void graphicsStandOutFromTheSurface()
    {
        QFETCH(bool, dark);
        const Theme t = dark ? darkTheme() : lightTheme();
        std::vector<QColor> graphics{t.axis,      t.gridPoint, t.cellBorder, t.latent,
                                     t.quantized, t.reference, t.loss,       t.focus};
        for (std::size_t layer = 0; layer < 6; ++layer) { graphics.push_back(layerColor(t, layer)); }
        for (int bits = 1; bits <= 8; ++bits) {
            const int half = 1 << (bits - 1);
            for (int n = -half; n < half; ++n) { graphics.push_back(gridPointColor(t, n, -half, half - 1)); }
        }
        for (const QColor& color : graphics) {
            const double c = contrast(color, t.surface);
            QVERIFY2(c >= leastGraphicContrast, qPrintable(color.name() + QStringLiteral(" %1").arg(c)));
        }
    }

    void levelsOfShortGridsDifferForAllEyes_data()
    {
        QTest::addColumn<bool>("dark");
        QTest::addColumn<int>("low");
        QTest::addColumn<int>("high");
        for (const bool dark : {false, true}) {
            const char* name = dark ? "dark" : "light";
            QTest::addRow("1 bit, %s", name) << dark << -1 << 0;
            QTest::addRow("ternary, %s", name) << dark << -1 << 1;
            QTest::addRow("2 bits, %s", name) << dark << -2 << 1;
            QTest::addRow("3 bits, %s", name) << dark << -4 << 3;
            QTest::addRow("3 bits without the lowest, %s", name) << dark << -3 << 3;
            QTest::addRow("2 bits unsigned, %s", name) << dark << 0 << 3;
        }
    }
    void levelsOfShortGridsDifferForAllEyes()
    {
        QFETCH(bool, dark);
        QFETCH(int, low);
        QFETCH(int, high);
        std::vector<QColor> colors;
        for (int n = low; n <= high; ++n) {
            colors.push_back(gridPointColor(dark ? darkTheme() : lightTheme(), n, low, high));
        }
        verifyAllDiffer(colors);
    }

    void neighboursOfLongGridsDiffer_data()
    {
        QTest::addColumn<bool>("dark");
        QTest::addColumn<int>("low");
        QTest::addColumn<int>("high");
        for (const bool dark : {false, true}) {
            const char* name = dark ? "dark" : "light";
            QTest::addRow("4 bits, %s", name) << dark << -8 << 7;
            QTest::addRow("8 bits, %s", name) << dark << -128 << 127;
            QTest::addRow("4 bits unsigned, %s", name) << dark << 0 << 15;
        }
    }
    void neighboursOfLongGridsDiffer()
    {
        constexpr double leastNeighbour = 5; // seen side by side, and every line carries its code
        QFETCH(bool, dark);
        QFETCH(int, low);
        QFETCH(int, high);
        const Theme t = dark ? darkTheme() : lightTheme();
        for (const Vision& vision : visions) {
            for (int n = low; n < high; ++n) {
                const double d =
                    distance(gridPointColor(t, n, low, high), gridPointColor(t, n + 1, low, high), vision.matrix);
                QVERIFY2(d >= leastNeighbour,
                         qPrintable(QStringLiteral("%1 %2: %3").arg(QLatin1String(vision.name)).arg(n).arg(d)));
            }
        }
    }

    void signKeepsItsColour()
    {
        for (const Theme& t : {lightTheme(), darkTheme()}) {
            for (const int half : {2, 4, 8, 128}) {
                const QColor negative = gridPointColor(t, -half / 2, -half, half - 1);
                const QColor positive = gridPointColor(t, half / 2, -half, half - 1);
                QVERIFY(negative.red() > negative.blue());
                QVERIFY(positive.blue() > positive.red());
            }
        }
    }

    void layersAndAccuracyLinesDiffer_data() { addThemes(); }
    void layersAndAccuracyLinesDiffer()
    {
        QFETCH(bool, dark);
        const Theme t = dark ? darkTheme() : lightTheme();
        std::vector<QColor> layers;
        for (std::size_t layer = 0; layer < 6; ++layer) { layers.push_back(layerColor(t, layer)); }
        verifyAllDiffer(layers);
        verifyAllDiffer({t.latent, t.quantized, t.reference});
    }

    void heatStartsAtTheSurfaceAndOnlyGetsStronger_data() { addThemes(); }
    void heatStartsAtTheSurfaceAndOnlyGetsStronger()
    {
        QFETCH(bool, dark);
        const Theme t = dark ? darkTheme() : lightTheme();
        QCOMPARE(heatColor(t, 0), t.surface);
        double last = lab(linear(t.surface))[0];
        for (int i = 1; i <= 32; ++i) {
            const double lightness = lab(linear(heatColor(t, i / 32.0)))[0];
            QVERIFY(dark ? lightness > last : lightness < last);
            last = lightness;
        }
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
