// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialog/twin_dialog.h"

#include "core/base/error.h"
#include "core/method/methods.h"
#include "ui/control/field_rules.h"
#include "ui/control/field_words.h"
#include "ui/dialog/dialog_frame.h"
#include "ui/look/plain_label.h"
#include "ui/look/translate.h"

#include <QFormLayout>
#include <QPushButton>
#include <QStyle>
#include <QVBoxLayout>

#include <algorithm>

namespace gridscope::ui {
namespace {

// Data and network stay: layers and pictures are compared one by one. Where and how fast it is computed is no experiment.
bool mayDiffer(const run::Field& field, const run::RunConfig& config)
{
    const bool isOfTraining = field.group == "Quantization" || field.group == "Training";
    return isOfTraining && field.key != "device" && field.key != "threads" && applies(field.key, config);
}

// The comparison that is asked for most; else the next choice.
QString proposal(const run::Field& field, const QString& here)
{
    if (field.key == "method") {
        const run::MethodInfo* method = run::findMethod(here.toStdString());
        return method == nullptr || method->compareWith.empty() ? here : toQt(method->compareWith);
    }
    if (field.choices.empty()) { return here; }
    const auto at = std::ranges::find(field.choices, std::string_view(here.toStdString()));
    const bool isLast = at == field.choices.end() || at + 1 == field.choices.end();
    return toQt(isLast ? field.choices.front() : *(at + 1));
}

} // namespace

TwinDialog::TwinDialog(const run::RunConfig& config, QWidget* parent)
    : QDialog(parent), config_(config), field_(new QComboBox(this)), place_(new QWidget(this)),
      here_(new PlainLabel(this)), issue_(new PlainLabel(this)),
      buttons_(new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel, this))
{
    setObjectName(QStringLiteral("twinDialog"));
    setWindowTitle(tr("Train a twin"));
    setAttribute(Qt::WA_DeleteOnClose);
    auto* what =
        new PlainLabel(tr("Both runs start from the beginning with the same seed, weights and batches and go step for "
                          "step. One setting differs, so what differs on the screen comes from it."),
                       this);
    what->setWordWrap(true);
    field_->setObjectName(QStringLiteral("twinField"));
    field_->setAccessibleName(tr("Setting that differs"));
    for (const run::Field& field : run::configFields()) {
        if (mayDiffer(field, config_)) { field_->addItem(coreText(field.label), toQt(field.key)); }
    }
    field_->setCurrentIndex(std::max(0, field_->findData(QStringLiteral("method"))));
    auto* column = new QVBoxLayout(place_);
    column->setContentsMargins(0, 0, 0, 0);
    issue_->setWordWrap(true);
    issue_->setObjectName(QStringLiteral("twinIssue"));
    issue_->setProperty("role", "issue");
    wordButtons(*buttons_);
    buttons_->button(QDialogButtonBox::Ok)->setText(tr("&Start both"));
    buttons_->button(QDialogButtonBox::Ok)->setObjectName(QStringLiteral("twinStart"));
    auto* form = new QFormLayout;
    form->setFieldGrowthPolicy(QFormLayout::ExpandingFieldsGrow);
    form->addRow(tr("Setting that &differs"), field_);
    form->addRow(tr("In the run on show"), here_);
    form->addRow(tr("In its &twin"), place_);
    auto* page = new QVBoxLayout(this);
    page->addWidget(what);
    page->addLayout(form);
    page->addWidget(issue_);
    page->addStretch(1);
    page->addWidget(buttons_);
    setMinimumWidth(fontMetrics().averageCharWidth() * 64);
    connect(field_, &QComboBox::currentIndexChanged, this, &TwinDialog::chooseField);
    connect(buttons_, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons_, &QDialogButtonBox::rejected, this, &QDialog::reject);
    chooseField();
}

void TwinDialog::chooseField()
{
    delete editor_;
    const run::Field& field = *run::findField(field_->currentData().toString().toStdString());
    const QString here = QString::fromStdString(run::fieldText(config_, field));
    editor_ = new FieldEditor(field, place_);
    editor_->setText(proposal(field, here));
    editor_->control()->setObjectName(QStringLiteral("twinValue"));
    editor_->control()->setAccessibleName(tr("%1 in the twin").arg(coreText(field.label)));
    place_->layout()->addWidget(editor_);
    here_->setText(here.isEmpty() ? tr("empty") : here);
    connect(editor_, &FieldEditor::edited, this, &TwinDialog::check);
    check();
}

run::SettingChange TwinDialog::difference() const
{
    return {field_->currentData().toString().toStdString(), editor_->text().toStdString()};
}

void TwinDialog::check()
{
    QString issue;
    try {
        run::RunConfig twin = config_;
        run::setField(twin, difference().key, difference().text);
        run::requireValid(twin);
        if (twin == config_) { issue = tr("The same as in the run on show: both will do the same, step for step."); }
        buttons_->button(QDialogButtonBox::Ok)->setEnabled(true);
    } catch (const ConfigError& error) {
        issue = inFieldWords(QString::fromStdString(error.what()));
        buttons_->button(QDialogButtonBox::Ok)->setEnabled(false);
    }
    issue_->setText(issue);
    buttons_->button(QDialogButtonBox::Ok)->setAccessibleDescription(issue);
    const int width = std::max(minimumWidth(), this->width());
    resize(width, std::max(height(), layout()->totalHeightForWidth(width))); // words that wrap want their lines
}

} // namespace gridscope::ui
