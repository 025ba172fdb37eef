// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialog/key_dialog.h"

#include "ui/dialog/dialog_frame.h"
#include "ui/look/plain_label.h"

#include <QAccessible>
#include <QDialogButtonBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QStyle>
#include <QVBoxLayout>

#include <optional>

namespace gridscope::ui {
namespace {

constexpr int titleColumn = 0, keysColumn = 1;
constexpr int commandRole = Qt::UserRole; // the command's id

QPushButton* button(QWidget* parent, const char* name, const QString& text)
{
    auto* made = new QPushButton(text, parent);
    made->setObjectName(QLatin1String(name));
    made->setAutoDefault(false); // Enter belongs to the list
    return made;
}

} // namespace

KeyField::KeyField(QWidget* parent) : QLineEdit(parent)
{
    setObjectName(QStringLiteral("newKey"));
    setReadOnly(true);
    setAttribute(Qt::WA_InputMethodEnabled, false);
}

bool KeyField::event(QEvent* event)
{
    if (event->type() == QEvent::ShortcutOverride) {
        event->accept();
        return true;
    }
    if (event->type() != QEvent::KeyPress) { return QLineEdit::event(event); }
    const auto& pressed = *static_cast<QKeyEvent*>(event);
    const int key = pressed.key();
    if (key == Qt::Key_Tab || key == Qt::Key_Backtab) { return QLineEdit::event(event); }
    event->accept();
    const QKeySequence sequence = Keys::sequenceOf(pressed);
    if (key == Qt::Key_Escape) {
        Q_EMIT left();
    } else if ((key == Qt::Key_Return || key == Qt::Key_Enter) && Keys::isPlain(sequence)) {
        Q_EMIT confirmed();
    } else if (!sequence.isEmpty()) {
        Q_EMIT this->pressed(sequence);
    }
    return true;
}

void KeyField::focusOutEvent(QFocusEvent* event)
{
    QLineEdit::focusOutEvent(event);
    if (event->reason() != Qt::ActiveWindowFocusReason) { Q_EMIT left(); }
}

KeyDialog::KeyDialog(Keys& keys, QWidget* parent)
    : QDialog(parent), keys_(keys), table_(new QTableWidget(0, 2, this)), field_(new KeyField(this)),
      said_(new PlainLabel(this)), change_(button(this, "changeKey", tr("&Change..."))),
      add_(button(this, "addKey", tr("&Add a key..."))), remove_(button(this, "removeKeys", tr("&No key"))),
      swap_(button(this, "swapKeys", tr("S&wap"))), defaults_(button(this, "defaultKeys", tr("&Default keys")))
{
    setObjectName(QStringLiteral("keys"));
    setWindowTitle(tr("Keys"));
    setAttribute(Qt::WA_DeleteOnClose);
    auto* column = new QVBoxLayout(this);
    auto* how = new PlainLabel(tr("Enter gives the chosen command another key. Keys without Ctrl or Alt work wherever "
                                  "nothing is being typed."),
                               this);
    how->setWordWrap(true);
    column->addWidget(how);
    column->addWidget(table_, 1);
    column->addWidget(makeChanges());
    column->addWidget(makeButtons());
    fill();
    connect(table_, &QTableWidget::itemActivated, this, [this] { listen(Mode::Change); });
    connect(table_, &QTableWidget::itemSelectionChanged, this, &KeyDialog::refreshButtons);
    connect(&keys_, &Keys::changed, this, &KeyDialog::refresh);
    refresh();
    table_->setFocus();
    keepRoom(*this, 44, 40);
}

void KeyDialog::fill()
{
    table_->setObjectName(QStringLiteral("keyTable"));
    table_->setAccessibleName(tr("Commands and their keys"));
    table_->setHorizontalHeaderLabels({tr("Command"), tr("Keys")});
    table_->verticalHeader()->hide();
    table_->setSelectionBehavior(QAbstractItemView::SelectRows);
    table_->setSelectionMode(QAbstractItemView::SingleSelection);
    table_->setEditTriggers(QAbstractItemView::NoEditTriggers);
    table_->setShowGrid(false);
    table_->setTabKeyNavigation(false);
    table_->setCornerButtonEnabled(false);
    table_->horizontalHeader()->setHighlightSections(false);
    table_->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    std::optional<Command::Group> group;
    for (const Command& command : commands()) {
        if (*command.title == '\0') { continue; }
        if (group != command.group) { addGroup(titleOf(command.group)); }
        group = command.group;
        addRow(titleOf(command), {}, &command);
    }
    addGroup(tr("In loss, accuracy and bits"));
    addRow(tr("Zoom in, out, automatic; the wheel and dragging, too"), tr("+, -, 0"), nullptr);
    table_->horizontalHeader()->setSectionResizeMode(titleColumn, QHeaderView::Stretch);
    table_->horizontalHeader()->setSectionResizeMode(keysColumn, QHeaderView::ResizeToContents);
    table_->verticalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    table_->setCurrentCell(1, titleColumn);
}

void KeyDialog::addGroup(const QString& title)
{
    const int row = table_->rowCount();
    table_->insertRow(row);
    auto* item = new QTableWidgetItem(title);
    item->setFlags(Qt::ItemIsEnabled);
    QFont font = item->font();
    font.setBold(true);
    item->setFont(font);
    table_->setItem(row, titleColumn, item);
    table_->setSpan(row, titleColumn, 1, 2);
}

void KeyDialog::addRow(const QString& title, const QString& keys, const Command* command)
{
    const int row = table_->rowCount();
    table_->insertRow(row);
    auto* first = new QTableWidgetItem(title);
    if (command != nullptr && !command->isFixed) { first->setData(commandRole, command->id()); }
    table_->setItem(row, titleColumn, first);
    auto* second = new QTableWidgetItem(command != nullptr ? Keys::words(keys_.of(*command)) : keys);
    table_->setItem(row, keysColumn, second);
}

QWidget* KeyDialog::makeChanges()
{
    auto* box = new QWidget(this);
    auto* row = new QHBoxLayout;
    for (QPushButton* each : {change_, add_, remove_}) { row->addWidget(each); }
    row->addWidget(field_, 1);
    row->addWidget(swap_);
    field_->setEnabled(false);
    swap_->setFocusPolicy(Qt::NoFocus); // the field keeps the keyboard; Enter swaps there
    swap_->setEnabled(false);
    said_->setObjectName(QStringLiteral("keySaid"));
    said_->setWordWrap(true);
    said_->setMinimumHeight(2 * fontMetrics().lineSpacing()); // so that nothing jumps
    said_->setAlignment(Qt::AlignLeft | Qt::AlignTop);
    auto* column = new QVBoxLayout(box);
    column->setContentsMargins(0, 0, 0, 0);
    column->addLayout(row);
    column->addWidget(said_);
    connect(change_, &QPushButton::clicked, this, [this] { listen(Mode::Change); });
    connect(add_, &QPushButton::clicked, this, [this] { listen(Mode::Add); });
    connect(remove_, &QPushButton::clicked, this, &KeyDialog::removeKeys);
    connect(swap_, &QPushButton::clicked, this, &KeyDialog::swap);
    connect(field_, &KeyField::pressed, this, &KeyDialog::take);
    connect(field_, &KeyField::confirmed, this, &KeyDialog::swap);
    connect(field_, &KeyField::left, this, [this] { finish({}); });
    return box;
}

QWidget* KeyDialog::makeButtons()
{
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    buttons->addButton(defaults_, QDialogButtonBox::ResetRole);
    buttons->button(QDialogButtonBox::Close)->setAutoDefault(false);
    wordButtons(*buttons);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(defaults_, &QPushButton::clicked, this, [this] {
        keys_.restoreDefaults();
        say(tr("All commands have their default keys."), false);
    });
    return buttons;
}

void KeyDialog::refresh()
{
    for (int row = 0; row < table_->rowCount(); ++row) {
        const Command* command = findCommand(table_->item(row, titleColumn)->data(commandRole).toString());
        if (command != nullptr) { table_->item(row, keysColumn)->setText(Keys::words(keys_.of(*command))); }
    }
    defaults_->setEnabled(!keys_.areDefaults());
    refreshButtons();
}

void KeyDialog::refreshButtons()
{
    const Command* command = chosen();
    change_->setEnabled(command != nullptr);
    add_->setEnabled(command != nullptr && !keys_.of(*command).isEmpty());
    remove_->setEnabled(command != nullptr && !keys_.of(*command).isEmpty());
}

const Command* KeyDialog::chosen() const
{
    const QTableWidgetItem* item = table_->item(table_->currentRow(), titleColumn);
    const QString id = item != nullptr ? item->data(commandRole).toString() : QString();
    return id.isEmpty() ? nullptr : findCommand(id);
}

void KeyDialog::listen(Mode mode)
{
    const Command* command = chosen();
    if (command == nullptr) { return say(tr("This key cannot be changed."), true); }
    mode_ = mode;
    wanted_ = {};
    const QString title = titleOf(*command);
    field_->clear();
    field_->setEnabled(true);
    field_->setAccessibleName(tr("New key: %1").arg(title));
    field_->setPlaceholderText(tr("Press the key"));
    say(tr("Press the new key for \"%1\"; Esc leaves it as it is.").arg(title), false);
    field_->setFocus();
}

void KeyDialog::take(const QKeySequence& key)
{
    const Command* command = chosen();
    if (mode_ == Mode::None || command == nullptr) { return; }
    const QString name = Keys::word(key);
    field_->setText(name);
    wanted_ = {};
    swap_->setEnabled(false);
    if (const QString refusal = Keys::refusal(key); !refusal.isEmpty()) { return say(refusal, true); }
    const Command* holder = keys_.commandOf(key);
    if (holder != nullptr && holder != command) {
        wanted_ = key;
        swap_->setEnabled(true);
        return say(
            tr("%1 is the key of \"%2\". Enter swaps the two; or press another key.").arg(name, titleOf(*holder)),
            true);
    }
    QList<QKeySequence> keys = mode_ == Mode::Add ? keys_.of(*command) : QList<QKeySequence>();
    if (!keys.contains(key)) { keys += key; }
    keys_.change(*command, keys);
    finish(QStringLiteral("%1: %2").arg(titleOf(*command), Keys::words(keys_.of(*command))));
}

void KeyDialog::swap()
{
    const Command* command = chosen();
    if (wanted_.isEmpty() || command == nullptr) { return; }
    const Command* holder = keys_.commandOf(wanted_);
    mode_ == Mode::Add ? keys_.change(*command, keys_.of(*command) << wanted_) : keys_.swap(*command, wanted_);
    const auto line = [this](const Command& each) {
        const QString words = Keys::words(keys_.of(each));
        return QStringLiteral("%1: %2").arg(titleOf(each), words.isEmpty() ? tr("no key") : words);
    };
    finish(holder != nullptr ? line(*command) + QStringLiteral("\n") + line(*holder) : line(*command));
}

void KeyDialog::removeKeys()
{
    const Command* command = chosen();
    if (command == nullptr) { return; }
    keys_.change(*command, {});
    say(QStringLiteral("%1: %2").arg(titleOf(*command), tr("no key")), false);
    table_->setFocus();
}

void KeyDialog::finish(const QString& said)
{
    if (mode_ == Mode::None) { return; }
    mode_ = Mode::None;
    wanted_ = {};
    const bool hadKeyboard = field_->hasFocus();
    field_->clear();
    field_->setPlaceholderText({});
    field_->setEnabled(false);
    swap_->setEnabled(false);
    if (hadKeyboard) { table_->setFocus(); }
    say(said, false);
}

void KeyDialog::say(const QString& sentence, bool isProblem)
{
    said_->setText(sentence);
    said_->setProperty("role", isProblem ? "issue" : "");
    style()->unpolish(said_);
    style()->polish(said_);
    said_->setAccessibleName(sentence);
    QAccessibleEvent event(said_, QAccessible::Alert);
    if (!sentence.isEmpty()) { QAccessible::updateAccessibility(&event); }
}

} // namespace gridscope::ui
