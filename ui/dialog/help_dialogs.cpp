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
