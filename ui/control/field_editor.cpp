// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/control/field_editor.h"

#include "ui/control/number_box.h"
#include "ui/look/translate.h"

#include <QCheckBox>
#include <QComboBox>
#include <QEvent>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QSignalBlocker>

namespace gridscope::ui {
namespace {

QString suffixOf(const run::Field& field)
{
    return field.unit.empty() ? QString() : QLatin1Char(' ') + coreText(field.unit);
}

// Whether it is set as members of this type are, or as settings of one method alone of this kind.
template <typename T>
bool isSetAs(const run::Field& field, run::Own::Kind kind)
{
    const auto* own = std::get_if<run::Own>(&field.member);
    return own != nullptr ? own->kind == kind : std::holds_alternative<T run::RunConfig::*>(field.member);
}

bool isFlag(const run::Field& field) { return isSetAs<bool>(field, run::Own::Kind::Flag); }

} // namespace

FieldEditor::FieldEditor(const run::Field& field, QWidget* parent) : QWidget(parent)
{
    if (!field.choices.empty()) {
        makeCombo(field);
    } else if (isFlag(field)) {
        makeCheckBox();
    } else if (isSetAs<int>(field, run::Own::Kind::Whole)) {
        makeSpinBox(field);
    } else if (isSetAs<double>(field, run::Own::Kind::Number)) {
        makeNumberBox(field);
    } else {
        makeLine(field);
    }
    const QString unit = field.unit.empty() ? QString() : tr(", in %1").arg(coreText(field.unit));
    control_->setAccessibleName(coreText(field.label) + unit);
    control_->setObjectName(toQt(field.key));
    control_->setToolTip(coreText(field.help));
    control_->setWhatsThis(coreText(field.help));
    control_->setFocusPolicy(Qt::StrongFocus);
    control_->installEventFilter(this);
    setFocusProxy(control_);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(control_, isFlag(field) ? 0 : 1);
}

void FieldEditor::setText(const QString& text)
{
    const QSignalBlocker quiet(this);
    if (read_() != text) { write_(text); }
}

void FieldEditor::makeCombo(const run::Field& field)
{
    auto* combo = new QComboBox(this);
    for (const auto choice : field.choices) { combo->addItem(toQt(choice)); }
    combo->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    combo->setMinimumContentsLength(8);
    read_ = [combo] { return combo->currentText(); };
    write_ = [combo](const QString& text) { combo->setCurrentIndex(combo->findText(text)); };
    connect(combo, &QComboBox::currentIndexChanged, this, &FieldEditor::edited);
    control_ = combo;
}

void FieldEditor::makeCheckBox()
{
    auto* box = new QCheckBox(tr("on"), this);
    read_ = [box] { return box->isChecked() ? QStringLiteral("true") : QStringLiteral("false"); };
    write_ = [box](const QString& text) { box->setChecked(text == QLatin1String("true")); };
    connect(box, &QCheckBox::toggled, this, &FieldEditor::edited);
    control_ = box;
}

void FieldEditor::makeSpinBox(const run::Field& field)
{
    auto* box = new WholeBox(this);
    box->setAllowed(int(field.low), int(field.high));
    box->setSuffix(suffixOf(field));
    read_ = [box] { return QString::number(box->value()); };
    write_ = [box](const QString& text) { box->setValue(text.toInt()); };
    connect(box, &WholeBox::valueChanged, this, &FieldEditor::edited);
    control_ = box;
}

void FieldEditor::makeNumberBox(const run::Field& field)
{
    auto* box = new NumberBox(this);
    box->setAllowed(field.low, field.high);
    box->setSuffix(suffixOf(field));
    read_ = [box] { return box->textFromValue(box->value()); };
    write_ = [box](const QString& text) { box->setValue(QLocale::c().toDouble(text)); };
    connect(box, &NumberBox::valueChanged, this, &FieldEditor::edited);
    control_ = box;
}

void FieldEditor::makeLine(const run::Field& field)
{
    auto* line = new QLineEdit(this);
    const std::string example = run::exampleText(field);
    line->setPlaceholderText(example.empty() ? tr("empty") : tr("e.g. %1").arg(QString::fromStdString(example)));
    read_ = [line] { return line->text().trimmed(); };
    write_ = [line](const QString& text) { line->setText(text); };
    connect(line, &QLineEdit::textEdited, this, &FieldEditor::edited);
    control_ = line;
}

bool FieldEditor::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::Wheel && !control_->hasFocus()) {
        event->ignore();
        return true;
    }
    if (event->type() == QEvent::ShortcutOverride) { // Ctrl+Z takes back the setting, not letters
        const auto* key = static_cast<QKeyEvent*>(event);
        if (key->matches(QKeySequence::Undo) || key->matches(QKeySequence::Redo)) {
            event->ignore();
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace gridscope::ui
