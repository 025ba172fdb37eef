// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/control/settings_form.h"

#include "core/base/error.h"
#include "core/settings/presets.h"
#include "ui/control/field_rules.h"
#include "ui/control/field_words.h"
#include "ui/control/section.h"
#include "ui/look/plain_label.h"
#include "ui/look/translate.h"

#include <QGridLayout>
#include <QScrollArea>
#include <QScrollBar>

#include <algorithm>

namespace gridscope::ui {
namespace {

// As wide as its content wants, so that text grows the form instead of being cut.
class FormScroll final : public QScrollArea {
public:
    using QScrollArea::QScrollArea;
    QSize minimumSizeHint() const override
    {
        const int content = widget() != nullptr ? widget()->minimumSizeHint().width() : 0;
        return {content + verticalScrollBar()->sizeHint().width() + 2 * frameWidth(), fontMetrics().height() * 6};
    }
    QSize sizeHint() const override { return {minimumSizeHint().width(), 500}; }

private:
    bool eventFilter(QObject* watched, QEvent* event) override // of the content: whoever lays this out asks again, too
    {
        if (event->type() == QEvent::LayoutRequest) { updateGeometry(); }
        return QScrollArea::eventFilter(watched, event);
    }
};

// Beside the pace, which stands above the views.
constexpr std::string_view inFront[] = {"method",      "bits",          "sigma", "dropbits",
                                        "bit_penalty", "learning_rate", "data",  "network"};

// " Changed: Method, Noise scale sigma."; two names are enough to say that it is no longer quite the preset.
QString changesText(const run::RunConfig& preset, const run::RunConfig& written)
{
    constexpr qsizetype mostNamed = 2;
    QStringList names;
    for (const run::Field* field : run::differingFields({&preset, &written})) { names += coreText(field->label); }
    if (names.isEmpty()) { return {}; }
    const qsizetype others = names.size() - mostNamed;
    const QString named = QStringList(names.mid(0, mostNamed)).join(SettingsForm::tr(", "));
    return QLatin1Char(' ')
           + (others > 0 ? SettingsForm::tr("Changed: %1 and %2 more.").arg(named).arg(others)
                         : SettingsForm::tr("Changed: %1.").arg(named));
}

} // namespace

SettingsForm::SettingsForm(QWidget* parent)
    : QWidget(parent), preset_(new QComboBox(this)), why_(new PlainLabel(this)), waiting_(new PlainLabel(this)),
      apply_(new QPushButton(tr("Apply (reset)"), this)), revert_(new QPushButton(tr("Revert"), this))
{
    setObjectName(QStringLiteral("settingsForm"));
    setAttribute(Qt::WA_StyledBackground);
    auto* scroll = new FormScroll(this);
    scroll->setObjectName(QStringLiteral("settingsScroll"));
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    auto* content = new QWidget(scroll);
    content->setObjectName(QStringLiteral("settingsContent"));
    auto* rows = new QVBoxLayout(content);
    rows->setContentsMargins(10, 8, 10, 8);
    rows->setSpacing(4);
    rows->addWidget(makePresetBox());
    makeRows(rows);
    rows->addStretch(1);
    scroll->setWidget(content);

    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(scroll, 1);
    column->addWidget(makeButtons());
    refresh();
}

QWidget* SettingsForm::makePresetBox()
{
    auto* box = new QWidget(this);
    preset_->setObjectName(QStringLiteral("preset"));
    preset_->setAccessibleName(tr("Preset"));
    preset_->setToolTip(tr("Settings known to work. They apply at reset."));
    preset_->addItem(tr("Own settings"), QString());
    for (const run::Preset& preset : run::presets()) { preset_->addItem(coreText(preset.title), toQt(preset.name)); }
    preset_->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    preset_->setMinimumContentsLength(14);
    preset_->setFocusPolicy(Qt::StrongFocus);
    connect(preset_, &QComboBox::activated, this, [this](int) { choosePreset(preset_->currentData().toString()); });
    why_->setWordWrap(true);
    why_->setProperty("role", "caption");
    auto* column = new QVBoxLayout(box);
    column->setContentsMargins(0, 0, 0, 6);
    column->setSpacing(4);
    column->addWidget(preset_);
    column->addWidget(why_);
    return box;
}

void SettingsForm::makeRows(QVBoxLayout* column)
{
    auto* front = new Section(tr("To play with"), true, this);
    column->addWidget(front);
    makeFront(*front);
    more_ = new Section(tr("More settings"), false, this);
    column->addWidget(more_);
    makeMore(*more_);
}

FieldRow* SettingsForm::makeRow(const run::Field& field, Section& section)
{
    auto* row = new FieldRow(field, &section);
    section.add(row);
    rows_.emplace(field.key, row);
    connect(&row->editor(), &FieldEditor::edited, this, [this, row] { takeEdit(*row); });
    return row;
}

void SettingsForm::makeFront(Section& front)
{
    for (const std::string_view key : inFront) { makeRow(*run::findField(key), front)->sayWhen(); }
}

void SettingsForm::makeMore(Section& more)
{
    search_ = new QLineEdit(this);
    search_->setObjectName(QStringLiteral("searchSettings"));
    search_->setAccessibleName(tr("Search the settings"));
    search_->setPlaceholderText(tr("Search"));
    search_->setClearButtonEnabled(true);
    connect(search_, &QLineEdit::textChanged, this, &SettingsForm::search);
    more.add(search_);
    std::string_view group;
    for (const run::Field& field : run::configFields()) {
        if (std::ranges::find(inFront, field.key) != std::end(inFront)) { continue; }
        if (groups_.empty() || field.group != group) {
            group = field.group;
            const bool isOpen = group != "Recording";
            groups_.push_back({new Section(coreText(group), isOpen, this), isOpen, {}});
            more.add(groups_.back().section);
        }
        groups_.back().rows.push_back(makeRow(field, *groups_.back().section));
    }
}

// Rows that have the words in their name, key or help; all of them when nothing is searched for.
void SettingsForm::search(const QString& words)
{
    const QString wanted = words.trimmed();
    for (const Group& group : groups_) {
        bool isAny = false;
        for (FieldRow* row : group.rows) {
            const run::Field& field = row->field();
            const auto holds = [&](const QString& text) { return text.contains(wanted, Qt::CaseInsensitive); };
            const bool isFound = wanted.isEmpty() || holds(coreText(field.label)) || holds(toQt(field.key))
                                 || holds(coreText(field.help));
            row->setVisible(isFound);
            isAny = isAny || isFound;
        }
        group.section->setVisible(isAny);
        group.section->setOpen(wanted.isEmpty() ? group.isUsuallyOpen : isAny);
    }
}

void SettingsForm::uncover(const QString& key)
{
    for (const Group& group : groups_) {
        const auto isIt = [&](const FieldRow* row) { return toQt(row->field().key) == key; };
        if (std::ranges::none_of(group.rows, isIt)) { continue; }
        search_->clear();
        more_->setOpen(true);
        group.section->setOpen(true);
    }
}

QWidget* SettingsForm::makeButtons()
{
    auto* bar = new QWidget(this);
    bar->setObjectName(QStringLiteral("settingsButtons"));
    apply_->setObjectName(QStringLiteral("applySettings"));
    apply_->setToolTip(tr("Starts a new run with these settings"));
    apply_->setAccessibleName(tr("Apply the settings and reset"));
    revert_->setObjectName(QStringLiteral("revertSettings"));
    revert_->setToolTip(tr("Back to the settings of the run that is shown"));
    revert_->setAccessibleName(tr("Revert the settings"));
    connect(apply_, &QPushButton::clicked, this, &SettingsForm::applyAsked);
    connect(revert_, &QPushButton::clicked, this, [this] { showRunning(running_); });
    waiting_->setObjectName(QStringLiteral("waitingSettings"));
    waiting_->setProperty("role", "pending");
    auto* grid = new QGridLayout(bar);
    grid->setContentsMargins(10, 2, 10, 8);
    grid->setVerticalSpacing(2);
    grid->addWidget(waiting_, 0, 0, 1, 2);
    grid->addWidget(apply_, 1, 0);
    grid->addWidget(revert_, 1, 1);
    grid->setColumnStretch(0, 1);
    return bar;
}

void SettingsForm::showRunning(const run::RunConfig& config)
{
    running_ = config;
    written_ = config;
    writeRows();
    Q_EMIT writtenChanged();
}

void SettingsForm::choosePreset(const QString& name)
{
    if (name.isEmpty()) {
        written_.preset.clear();
    } else {
        written_ = run::preset(name.toStdString()).config;
    }
    writeRows();
    Q_EMIT writtenChanged();
}

bool SettingsForm::hasPending() const
{
    if (!unreadable_.empty()) { return true; }
    run::RunConfig sameName = written_;
    sameName.preset = running_.preset; // the name alone changes nothing
    return !(sameName == running_);
}

QString SettingsForm::firstIssue() const
{
    if (!unreadable_.empty()) { return unreadable_.begin()->second; }
    const auto issues = run::validate(written_);
    return issues.empty() ? QString() : inFieldWords(QString::fromStdString(issues.front().sentence));
}

FieldRow* SettingsForm::row(const QString& key)
{
    const auto found = rows_.find(key.toStdString());
    return found == rows_.end() ? nullptr : found->second;
}

void SettingsForm::takeEdit(FieldRow& row)
{
    const std::string key(row.field().key);
    const QString text = row.editor().text();
    unreadable_.erase(key);
    try {
        run::setField(written_, key, text.toStdString());
    } catch (const Error& error) {
        unreadable_[key] = inFieldWords(QString::fromStdString(error.what()));
    }
    if (!unreadable_.contains(key)) {
        if (!run::isStill(written_, written_.preset)) { written_.preset.clear(); }
        sendLive(row.field());
        Q_EMIT writtenChanged();
    }
    refresh();
}

void SettingsForm::sendLive(const run::Field& field)
{
    const std::string text = run::fieldText(written_, field);
    if (!field.live || !isLive_ || text == run::fieldText(running_, field)) { return; }
    run::RunConfig changed = running_;
    run::setField(changed, field.key, text);
    if (!run::validate(changed).empty()) { return; }
    running_ = changed;
    Q_EMIT liveEdited(toQt(field.key), QString::fromStdString(text));
}

void SettingsForm::restore(const run::RunConfig& config)
{
    written_ = config;
    for (const run::Field& field : run::configFields()) { sendLive(field); }
    writeRows();
    Q_EMIT writtenChanged();
}

void SettingsForm::writeRows()
{
    unreadable_.clear();
    for (const auto& [key, row] : rows_) {
        row->editor().setText(QString::fromStdString(run::fieldText(written_, row->field())));
    }
    refresh();
}

void SettingsForm::refresh()
{
    std::map<std::string, QString, std::less<>> issues = unreadable_;
    for (const run::ConfigIssue& issue : run::validate(written_)) {
        issues.emplace(issue.key, inFieldWords(QString::fromStdString(issue.sentence)));
    }
    for (const auto& [key, row] : rows_) {
        const auto issue = issues.find(key);
        row->showIssue(issue == issues.end() ? QString() : issue->second);
        if (issue != issues.end()) { uncover(toQt(key)); } // what is wrong is not folded away
        row->showPending(run::fieldText(written_, row->field()) != run::fieldText(running_, row->field()));
        row->showApplies(applies(key, written_));
    }
    const bool isWaiting = std::ranges::any_of(
        rows_, [](const auto& entry) { return entry.second->isPending() && !entry.second->hasIssue(); });
    waiting_->setText(isWaiting ? tr("%1 applies at reset").arg(FieldRow::pendingSign()) : QString()); // its line stays
    apply_->setEnabled(hasPending() && isValid());
    revert_->setEnabled(hasPending());
    refreshPreset();
}

void SettingsForm::refreshPreset()
{
    preset_->setCurrentIndex(std::max(0, preset_->findData(toQt(written_.preset))));
    QString why = tr("Not tied to a preset.");
    for (const run::Preset& preset : run::presets()) {
        if (preset.name == written_.preset) { why = coreText(preset.why) + changesText(preset.config, written_); }
    }
    why_->setText(why);
}

} // namespace gridscope::ui
