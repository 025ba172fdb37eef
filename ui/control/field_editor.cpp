// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/control/field_editor.h"

#include "core/base/wording.h"
#include "ui/control/choice_words.h"
#include "ui/control/field_slider.h"
#include "ui/control/number_box.h"
#include "ui/look/translate.h"

#include <QCheckBox>
#include <QComboBox>
#include <QEvent>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QSignalBlocker>
#include <QToolButton>
#include <QVBoxLayout>

namespace gridscope::ui {
namespace {

QString suffixOf(const run::Field& field)
{
    return field.unit.empty() ? QString() : QLatin1Char(' ') + coreText(field.unit);
}

// "1,000 steps", but "never".
template <typename Box>
void giveSuffix(Box& box, const run::Field& field)
{
    const auto give = [&box, suffix = suffixOf(field), hasWord = !zeroWord(field).isEmpty()] {
        box.setSuffix(hasWord && box.value() == 0 ? QString() : suffix);
    };
    QObject::connect(&box, &Box::valueChanged, &box, give);
    give();
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
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(2);
    auto* row = new QHBoxLayout;
    row->addWidget(control_, isFlag(field) ? 0 : 1);
    column->addLayout(row);
    const bool isFolder = field.key == "data_folder";
    if (isFolder || field.key == "weights_file") {
        auto* button = new QToolButton(this);
        button->setText(QStringLiteral("..."));
        button->setObjectName(toQt(field.key) + QStringLiteral("Browse"));
        button->setAccessibleName(tr("Choose: %1").arg(coreText(field.label)));
        button->setToolTip(isFolder ? tr("Choose a folder") : tr("Choose a file"));
        connect(button, &QToolButton::clicked, this, [this, isFolder] { browse(isFolder); });
        row->addWidget(button);
    }
    addSlider(field);
}

// What is dragged is shown in the field at once, and is an edit when it is let go: a run has one mark of it then, not fifty.
void FieldEditor::addSlider(const run::Field& field)
{
    slider_ = FieldSlider::of(field, this);
    if (slider_ == nullptr) { return; }
    slider_->setTracking(false);
    slider_->installEventFilter(this);
    layout()->addWidget(slider_);
    slider_->show(read_());
    connect(slider_, &QSlider::sliderMoved, this, [this](int at) {
        const QSignalBlocker quiet(control_);
        write_(slider_->textAt(at));
    });
    connect(slider_, &FieldSlider::moved, this, [this] {
        {
            const QSignalBlocker quiet(control_);
            write_(slider_->text());
        }
        Q_EMIT edited();
    });
    connect(this, &FieldEditor::edited, this, [this] { slider_->show(read_()); });
}

QWidget* FieldEditor::slider() const { return slider_; }

void FieldEditor::browse(bool isFolder)
{
    const QString chosen = isFolder ? QFileDialog::getExistingDirectory(this, tr("Choose a folder"), read_())
                                    : QFileDialog::getOpenFileName(this, tr("Choose a file"), read_());
    if (chosen.isEmpty()) { return; }
    write_(chosen);
    Q_EMIT edited();
}

void FieldEditor::setText(const QString& text)
{
    const QSignalBlocker quiet(this);
    if (read_() != text) { write_(text); }
    if (slider_ != nullptr) { slider_->show(text); }
}

void FieldEditor::makeCombo(const run::Field& field)
{
    auto* combo = new QComboBox(this);
    for (const auto choice : field.choices) { combo->addItem(choiceWord(field, choice), toQt(choice)); }
    combo->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    combo->setMinimumContentsLength(8);
    read_ = [combo] { return combo->currentData().toString(); };
    write_ = [combo](const QString& text) { combo->setCurrentIndex(combo->findData(text)); };
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
    box->setZeroWord(zeroWord(field));
    giveSuffix(*box, field);
    read_ = [box] { return QString::number(box->value()); };
    write_ = [box](const QString& text) { box->setValue(text.toInt()); };
    connect(box, &WholeBox::valueChanged, this, &FieldEditor::edited);
    control_ = box;
}

void FieldEditor::makeNumberBox(const run::Field& field)
{
    auto* box = new NumberBox(this);
    box->setAllowed(field.low, field.high);
    box->setZeroWord(zeroWord(field));
    giveSuffix(*box, field);
    read_ = [box] { return QString::fromStdString(run::numberText(box->value())); };
    write_ = [box](const QString& text) { box->setValue(QLocale::c().toDouble(text)); };
    connect(box, &NumberBox::valueChanged, this, &FieldEditor::edited);
    control_ = box;
}

void FieldEditor::makeLine(const run::Field& field)
{
    auto* line = new QLineEdit(this);
    const std::string example = run::exampleText(field);
    const bool isOfLayers = field.key == "float_layers" || field.key == "frozen_layers";
    line->setPlaceholderText(isOfLayers                    ? tr("none; 1,4 is the first and the fourth")
                             : field.key == "data_folder"  ? tr("the usual place")
                             : field.key == "weights_file" ? tr("none: random weights")
                             : example.empty()             ? tr("empty")
                                                           : tr("e.g. %1").arg(QString::fromStdString(example)));
    read_ = [line] { return line->text().trimmed(); };
    write_ = [line](const QString& text) { line->setText(text); };
    connect(line, &QLineEdit::textEdited, this, &FieldEditor::edited);
    control_ = line;
}

bool FieldEditor::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::Wheel && !static_cast<QWidget*>(watched)->hasFocus()) {
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
