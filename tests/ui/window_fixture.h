// SPDX-License-Identifier: GPL-3.0-or-later
// A shown window whose run is scripted, and the ways a test looks at it: real widgets, found by their names.
#pragma once

#include "core/settings/presets.h"
#include "tests/support/scripted_run.h"
#include "ui/window/main_window.h"

#include <QTest>

namespace gridscope::test {

inline run::RunConfig quickConfig(int steps = 100'000'000)
{
    run::RunConfig config = run::preset("fashion-quick").config;
    config.steps = std::min(steps, 10'000'000);
    return config;
}

inline ui::LaunchOptions quietLaunch(bool autoPlay, run::RunConfig config = quickConfig())
{
    ui::LaunchOptions options;
    options.config = std::move(config);
    options.autoPlay = autoPlay;
    options.pace = 0;
    options.remembers = false;
    return options;
}

class ShownWindow {
public:
    explicit ShownWindow(ui::LaunchOptions options, ui::RunSession::MakeJob makeJob = scriptedJob)
        : ShownWindow(std::move(options), run::Engine{std::move(makeJob), {}, {}, {}})
    {}
    ShownWindow(ui::LaunchOptions options, run::Engine engine) : window(std::move(engine), std::move(options))
    {
        window.resize(1440, 800); // whatever the screen has room for
        window.show();
        if (!QTest::qWaitForWindowExposed(&window)) { qWarning("The window did not appear."); }
    }
    template <typename Widget>
    Widget* find(const char* name)
    {
        auto* widget = window.findChild<Widget*>(QLatin1String(name));
        if (widget == nullptr) { qFatal("There is no widget %s.", name); }
        return widget;
    }
    void click(const char* name) { QTest::mouseClick(find<QAbstractButton>(name), Qt::LeftButton); }
    ui::FieldRow& row(const char* key) { return *find<ui::SettingsForm>("settingsForm")->row(QLatin1String(key)); }
    void type(const char* key, const QString& text) // into that setting's field, as the user does
    {
        QWidget* field = find<QWidget>(key);
        field->setFocus();
        QTest::keyClick(field, Qt::Key_A, Qt::ControlModifier);
        QTest::keyClicks(field, text);
        QTest::keyClick(field, Qt::Key_Return);
    }
    void focusHistogram() { find<ui::Workspace>("workspace")->histogram()->panel().setFocus(); }
    ui::RunSession& session() { return window.session(); }
    std::size_t steps() { return std::size_t(session().history().stepsTold()); } // told, of a long run not all kept
    QString message() { return find<ui::MessageBar>("messageBar")->text(); }

    ui::MainWindow window;
};

} // namespace gridscope::test
