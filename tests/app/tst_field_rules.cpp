// SPDX-License-Identifier: GPL-3.0-or-later
// What the settings form greys has no effect in the engine: whatever value it has, the run is the same.
#include "app/engine_loader.h"
#include "core/method/methods.h"
#include "core/run/history.h"
#include "core/run/worker.h"
#include "core/settings/config_fields.h"
#include "core/settings/presets.h"
#include "tests/support/tiny_run.h"
#include "ui/control/field_rules.h"

#include <QtTest>

using namespace gridscope;

namespace {

run::RunConfig tinyConfig(const QStringList& settings)
{
    return test::tinyRun(QStringList{"pretrain_steps=6", "steps=8", "snapshot_every=4"} + settings);
}

// The config with another value of that field; nothing when no other value is allowed beside the rest.
std::optional<run::RunConfig> withAnother(const run::RunConfig& config, const run::Field& field)
{
    std::vector<std::string> candidates(field.choices.begin(), field.choices.end());
    for (const char* text : {"true", "false", "3", "2", "5", "0.5", "0.7", "16", "64", "nowhere"}) {
        candidates.emplace_back(text);
    }
    for (const std::string& text : candidates) {
        run::RunConfig changed = config;
        try {
            run::setField(changed, field.key, text);
        } catch (const std::exception&) {
            continue;
        }
        const bool isOther = run::fieldText(changed, field) != run::fieldText(config, field);
        if (isOther && run::validate(changed).empty()) { return changed; }
    }
    return std::nullopt;
}

} // namespace

class TestFieldRules : public QObject {
    Q_OBJECT
private:
    run::History trained(const run::RunConfig& config)
    {
        run::History history;
        run::Control control;
        run::runJob(engine_.trainingJob(config), control, history);
        return history;
    }
    run::Engine engine_ = app::lazyEngine();

private Q_SLOTS:
    void aGreyedSettingHasNoEffect_data()
    {
        QTest::addColumn<QStringList>("settings");
        for (const run::MethodInfo* known : run::methods()) {
            const run::MethodInfo& method = *known;
            const QString name = QString::fromStdString(std::string(method.name));
            QTest::newRow(std::string(method.name).c_str()) << QStringList{"method=" + name};
            QTest::addRow("%s from scratch", std::string(method.name).c_str())
                << QStringList{"method=" + name, "start=scratch"};
            const QStringList both{"method=" + name, "activation_method=ste"};
            if (!run::validate(tinyConfig(both)).empty()) { continue; } // its activations are of its own kind
            QTest::addRow("%s and activations", std::string(method.name).c_str()) << both;
        }
        QTest::newRow("DropBits") << QStringList{"dropbits=bitwise", "method=ste"};
        QTest::newRow("momentum and steps") << QStringList{"optimizer=sgd", "schedule=step"};
    }
    void aGreyedSettingHasNoEffect()
    {
        QFETCH(const QStringList, settings);
        const run::RunConfig config = tinyConfig(settings);
        const run::History plain = trained(config);
        QVERIFY2(plain.end()->how == run::End::How::Finished, plain.end()->message.c_str());
        int tried = 0;
        for (const run::Field& field : run::configFields()) {
            if (ui::applies(field.key, config)) { continue; }
            const auto changed = withAnother(config, field);
            if (!changed) { continue; }
            const run::History other = trained(*changed);
            const std::string said = std::string(field.key) + " = " + run::fieldText(*changed, field);
            QVERIFY2(other.end()->how == run::End::How::Finished, (said + ": " + other.end()->message).c_str());
            QVERIFY2(other.steps().size() == plain.steps().size(), said.c_str());
            for (std::size_t i = 0; i < plain.steps().size(); ++i) {
                QVERIFY2(other.steps()[i].trainLoss == plain.steps()[i].trainLoss, said.c_str());
            }
            QVERIFY2(other.lastEvaluation("test")->quantized->loss == plain.lastEvaluation("test")->quantized->loss,
                     said.c_str());
            ++tried;
        }
        QVERIFY(tried > 3);
    }
};

QTEST_APPLESS_MAIN(TestFieldRules)
#include "tst_field_rules.moc"
