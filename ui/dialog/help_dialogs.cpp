// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialog/help_dialogs.h"

#include "ui/dialog/dialog_frame.h"
#include "ui/look/translate.h"

#include <QCoreApplication>
#include <QDialog>
#include <QDialogButtonBox>
#include <QTextBrowser>
#include <QVBoxLayout>

namespace gridscope::ui {
namespace {

QString keyRow(const QString& keys, const QString& action)
{
    return QStringLiteral(
               "<tr><td style='padding: 3px 24px 3px 0'><b>%1</b></td><td style='padding: 3px 0'>%2</td></tr>")
        .arg(keys.toHtmlEscaped(), action.toHtmlEscaped());
}

QString torchText(const run::History& history)
{
    if (!history.hasStarted()) { return tr("LibTorch: loaded with the first run"); }
    const run::Environment& environment = history.start().environment;
    const QString kernel = QString::fromStdString(environment.blasKernel);
    const QString blas =
        QString::fromStdString(environment.blas) + (kernel.isEmpty() ? QString() : QStringLiteral(" (%1)").arg(kernel));
    return tr("LibTorch %1, %2, %3, own kernels for %4")
        .arg(QString::fromStdString(environment.torchVersion), blas, QString::fromStdString(environment.device),
             QString::fromStdString(environment.dispatch));
}

} // namespace

QString keysHtml()
{
    QString rows;
    rows += keyRow(tr("Space"), tr("Play or pause (a focused button is pressed instead)"));
    rows += keyRow(tr("F5"), tr("Play or pause, wherever the keyboard is"));
    rows += keyRow(tr("F10 or ."), tr("One step, as long as \"by\" says"));
    rows += keyRow(tr("Shift+F5"), tr("Reset, same seed"));
    rows += keyRow(tr("Ctrl+Shift+N"), tr("New seed"));
    rows += keyRow(tr("[ and ]"), tr("Slower, faster"));
    rows += keyRow(tr("1 to 9"), tr("Choose a layer"));
    rows += keyRow(tr("Ctrl+F"), tr("Find a layer by a part of its name"));
    rows += keyRow(tr("F, Esc"), tr("Maximise the panel with the keyboard, back"));
    rows += keyRow(tr("F4"), tr("Show or fold the settings"));
    rows +=
        keyRow(tr("+, -, 0"), tr("In loss, accuracy and bits: zoom in, out, automatic; the wheel and dragging, too"));
    rows += keyRow(tr("M"), tr("One weight under the microscope; M again goes back to the settings"));
    rows += keyRow(tr("S"), tr("One training step of that weight in slow motion: five phases"));
    rows += keyRow(tr("PageDown, PageUp"), tr("Next phase of the slow motion, the one before"));
    rows += keyRow(tr("P"), tr("Projector mode: two panels, large text, bold lines; P or Esc back"));
    rows += keyRow(tr("F11"), tr("Full screen"));
    rows += keyRow(tr("Ctrl++, Ctrl+-, Ctrl+0"), tr("Larger, smaller, normal text"));
    rows += keyRow(tr("Left, Right"), tr("One kept step back, on; with Shift ten"));
    rows += keyRow(tr("Home, End"), tr("The first step; the newest, live"));
    rows += keyRow(tr("J, L"), tr("Previous, next event of the run"));
    rows += keyRow(tr("Ctrl+B"), tr("Bookmark the step that is shown"));
    rows += keyRow(tr("Ctrl+Return"), tr("Fork at the step that is shown: a new run from its checkpoint"));
    rows += keyRow(tr("Ctrl+O, Ctrl+S"), tr("Open a run, save a copy of it"));
    rows += keyRow(tr("Ctrl+Shift+O"), tr("Recorded runs as a table, with the settings in which they differ"));
    rows += keyRow(tr("Ctrl+D, Ctrl+Shift+D"), tr("Lay another run over this one, take it away"));
    rows += keyRow(tr("C, Ctrl+T"),
                   tr("Train a twin: the same run but for one setting, step for step; C again takes it away"));
    rows += keyRow(tr("Ctrl+E"), tr("Export the view with the keyboard, as PNG, SVG or PDF"));
    rows += keyRow(tr("Ctrl+Shift+E"), tr("Export the run: figures, tables, models, report"));
    rows += keyRow(tr("Ctrl+C, Ctrl+Shift+C"), tr("Copy the picture, the table of the view with the keyboard"));
    rows += keyRow(tr("Ctrl+Z, Ctrl+Shift+Z"), tr("Undo, redo a change of the settings"));
    rows += keyRow(tr("Ctrl+L"), tr("Bits, float and frozen, layer by layer"));
    rows += keyRow(tr("Ctrl+H"), tr("Test the paper's hypothesis: learned against fixed bit-lengths"));
    rows += keyRow(tr("Ctrl+R"), tr("Read out a summary of the panel with the keyboard"));
    rows += keyRow(tr("F1"), tr("This list"));
    return QStringLiteral("<table cellspacing='0'>%1</table>").arg(rows);
}

QString aboutHtml(const run::History& history)
{
    return tr("<h2>Gridscope %1</h2>"
              "<p>Shows neural-network weights settling onto quantization grids while the network trains.</p>"
              "<p>Free software under the GNU General Public License, version 3 or later; it comes without any "
              "warranty.<br>"
              "Licence text: https://www.gnu.org/licenses/gpl-3.0.html</p>"
              "<p>Qt %2 and Qt Charts (GPL-3.0)<br>%3 (BSD-3-Clause)<br>Pictures: Fashion-MNIST, Zalando SE (MIT)</p>")
        .arg(QCoreApplication::applicationVersion().toHtmlEscaped(), QLatin1String(qVersion()),
             torchText(history).toHtmlEscaped());
}

void showHelp(QWidget* parent, const QString& title, const QString& html)
{
    auto* dialog = new QDialog(parent);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(title);
    auto* text = new QTextBrowser(dialog);
    text->setFrameShape(QFrame::NoFrame);
    text->setHtml(html);
    text->setAccessibleName(title);
    text->setOpenExternalLinks(true);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, dialog);
    QObject::connect(buttons, &QDialogButtonBox::rejected, dialog, &QDialog::reject);
    auto* column = new QVBoxLayout(dialog);
    column->addWidget(text, 1);
    column->addWidget(buttons);
    wordButtons(*buttons);
    keepRoom(*dialog, 34, 26);
    dialog->open();
}

} // namespace gridscope::ui
