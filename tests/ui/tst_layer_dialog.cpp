// SPDX-License-Identifier: GPL-3.0-or-later
// Settings layer by layer: what is changed applies to all that is selected, and is one step to undo.
#include "tests/ui/window_fixture.h"
#include "ui/dialog/layer_dialog.h"

#include <QDialogButtonBox>
#include <QPushButton>

using namespace gridscope;
using test::ShownWindow;

namespace {

ui::LayerDialog& opened(ShownWindow& w)
{
    QTest::keyClick(&w.window, Qt::Key_L, Qt::ControlModifier);
    auto* dialog = w.window.findChild<ui::LayerDialog*>();
    if (dialog == nullptr) { qFatal("no dialog"); }
    return *dialog;
}

void select(ui::LayerDialog& dialog, const std::vector<int>& rows)
{
    dialog.table().clearSelection();
    for (const int row : rows) {
        const auto index = dialog.table().model()->index(row, 0);
        dialog.table().selectionModel()->select(index, QItemSelectionModel::Select | QItemSelectionModel::Rows);
    }
}

void press(ui::LayerDialog& dialog, QDialogButtonBox::StandardButton which)
{
    QTest::mouseClick(dialog.findChild<QDialogButtonBox*>()->button(which), Qt::LeftButton);
}

} // namespace

class TestLayerDialog final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aChangeAppliesToAllSelectedLayers()
    {
        ShownWindow w(test::quietLaunch(false));
        auto* form = w.find<ui::SettingsForm>("settingsForm");
        const run::RunConfig before = form->written();
        ui::LayerDialog& dialog = opened(w);
        QCOMPARE(dialog.table().rowCount(), 4);
        QCOMPARE(dialog.table().item(2, 1)->text(), QString("fc1"));
        QCOMPARE(dialog.table().item(2, 2)->text(), QString("65,536")); // 32 * 4 * 4 * 128
        select(dialog, {1, 2});
        dialog.findChild<QSpinBox*>("layerBits")->setValue(2);
        select(dialog, {0, 3});
        dialog.findChild<QComboBox*>("layerPrecision")->setCurrentIndex(1);
        select(dialog, {1});
        dialog.findChild<QComboBox*>("layerTraining")->setCurrentIndex(1);
        QCOMPARE(dialog.table().item(0, 3)->text(), QString("float"));
        QCOMPARE(dialog.table().item(1, 4)->text(), QString("frozen"));
        press(dialog, QDialogButtonBox::Ok);
        QCOMPARE(form->written().bits, (std::vector<int>{3, 2, 2, 3}));
        QCOMPARE(form->written().floatLayers, (std::vector<int>{1, 4}));
        QCOMPARE(form->written().frozenLayers, (std::vector<int>{2}));
        QVERIFY(form->hasPending() && form->isValid());
        QVERIFY2(w.message().contains("next reset"), qPrintable(w.message()));
        QTest::keyClick(&w.window, Qt::Key_Z, Qt::ControlModifier);
        QVERIFY(form->written() == before);
    }

    void equalBitsAreOneNumber()
    {
        ShownWindow w(test::quietLaunch(false));
        ui::LayerDialog& dialog = opened(w);
        dialog.table().selectAll();
        dialog.findChild<QSpinBox*>("layerBits")->setValue(4);
        press(dialog, QDialogButtonBox::Ok);
        QCOMPARE(w.find<ui::SettingsForm>("settingsForm")->written().bits, std::vector<int>{4});
    }

    void cancelChangesNothingAndAllFrozenIsNotOffered()
    {
        ShownWindow w(test::quietLaunch(false));
        auto* form = w.find<ui::SettingsForm>("settingsForm");
        const run::RunConfig before = form->written();
        ui::LayerDialog& dialog = opened(w);
        dialog.table().selectAll();
        dialog.findChild<QComboBox*>("layerTraining")->setCurrentIndex(1);
        auto* ok = dialog.findChild<QDialogButtonBox*>()->button(QDialogButtonBox::Ok);
        QVERIFY(!ok->isEnabled() && ok->toolTip().contains("leave one that can learn"));
        press(dialog, QDialogButtonBox::Cancel);
        QVERIFY(form->written() == before);
    }

    void everyNetworkHasItsLayers_data()
    {
        QTest::addColumn<QString>("network");
        QTest::addColumn<int>("layers");
        QTest::newRow("vgg7") << "vgg7" << 8;
        QTest::newRow("resnet18") << "resnet18" << 21;
        QTest::newRow("mobilenetv2") << "mobilenetv2" << 53;
        QTest::newRow("mlp") << "mlp" << 2;
    }
    void everyNetworkHasItsLayers()
    {
        QFETCH(QString, network);
        QFETCH(int, layers);
        run::RunConfig config;
        config.network = network.toStdString();
        ui::LayerDialog dialog(config, nullptr);
        dialog.setAttribute(Qt::WA_DeleteOnClose, false);
        QCOMPARE(dialog.table().rowCount(), layers);
        QVERIFY(!dialog.table().item(layers - 1, 1)->text().isEmpty());
    }
};

QTEST_MAIN(TestLayerDialog)
#include "tst_layer_dialog.moc"
