// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/document/keys.h"

#include <QSettings>

#include <algorithm>

namespace gridscope::ui {
namespace {

constexpr auto group = "keys";

QList<QKeySequence> parsed(const QStringList& names)
{
    QList<QKeySequence> keys;
    for (const QString& name : names) {
        const QKeySequence key(name, QKeySequence::PortableText);
        if (key.count() == 1 && key[0].key() != Qt::Key_unknown && !keys.contains(key)) { keys += key; }
    }
    return keys;
}

QList<QKeySequence> defaults(const Command& command)
{
    return parsed(QString::fromLatin1(command.keys).split(QLatin1Char(' '), Qt::SkipEmptyParts));
}

QStringList portable(const QList<QKeySequence>& keys)
{
    QStringList names;
    for (const QKeySequence& key : keys) { names += key.toString(QKeySequence::PortableText); }
    return names;
}

bool isLetter(int key) { return key >= Qt::Key_A && key <= Qt::Key_Z; }

// As they stand on keyboards; the toolkit has these words only where its translations are installed.
QString nameOf(Qt::Key key)
{
    switch (key) {
    case Qt::Key_Space: return Keys::tr("Space");
    case Qt::Key_PageUp: return Keys::tr("PageUp");
    case Qt::Key_PageDown: return Keys::tr("PageDown");
    case Qt::Key_Home: return Keys::tr("Home");
    case Qt::Key_End: return Keys::tr("End");
    case Qt::Key_Left: return Keys::tr("Left");
    case Qt::Key_Right: return Keys::tr("Right");
    case Qt::Key_Up: return Keys::tr("Up");
    case Qt::Key_Down: return Keys::tr("Down");
    case Qt::Key_Return: return Keys::tr("Return");
    case Qt::Key_Enter: return Keys::tr("Enter");
    case Qt::Key_Delete: return Keys::tr("Delete");
    case Qt::Key_Insert: return Keys::tr("Insert");
    case Qt::Key_Backspace: return Keys::tr("Backspace");
    default: return QKeySequence(key).toString(QKeySequence::NativeText);
    }
}

// Signs such as "?" that stand for themselves, however many hands they need.
bool isSign(int key) { return key > Qt::Key_Space && key < Qt::Key_Escape && !isLetter(key); }

} // namespace

Keys::Keys(bool remembers, QObject* parent) : QObject(parent), remembers_(remembers)
{
    if (remembers_) { read(); }
    settle();
}

QList<QKeySequence> Keys::of(const Command& command) const { return inForce_.value(command.id()); }

const Command* Keys::commandOf(const QKeySequence& key) const
{
    const auto found =
        std::ranges::find_if(commands(), [&](const Command& command) { return of(command).contains(key); });
    return key.isEmpty() || found == commands().end() ? nullptr : &*found;
}

const Command* Keys::commandOf(const QKeyEvent& event) const
{
    const QKeySequence key = sequenceOf(event);
    if (key.isEmpty()) { return nullptr; }
    const Command* command = commandOf(key);
    if (command != nullptr || !key[0].keyboardModifiers().testFlag(Qt::ShiftModifier) || !isPlain(key)) {
        return command;
    }
    return commandOf(QKeySequence(key[0].key()));
}

QString Keys::text(const QString& id) const
{
    const Command* command = findCommand(id);
    return command != nullptr ? words(of(*command)) : QString();
}

QString Keys::first(const QString& id) const
{
    const Command* command = findCommand(id);
    return command != nullptr ? words(of(*command).mid(0, 1)) : QString();
}

QString Keys::inBrackets(const QString& id) const
{
    const QString key = first(id);
    return key.isEmpty() ? QString() : QStringLiteral(" (%1)").arg(key);
}

QString Keys::word(const QKeySequence& key)
{
    if (key.isEmpty()) { return {}; }
    const Qt::KeyboardModifiers modifiers = key[0].keyboardModifiers();
    QString word;
    if (modifiers.testFlag(Qt::MetaModifier)) { word += tr("Meta") + QLatin1Char('+'); }
    if (modifiers.testFlag(Qt::ControlModifier)) { word += tr("Ctrl") + QLatin1Char('+'); }
    if (modifiers.testFlag(Qt::AltModifier)) { word += tr("Alt") + QLatin1Char('+'); }
    if (modifiers.testFlag(Qt::ShiftModifier)) { word += tr("Shift") + QLatin1Char('+'); }
    return word + nameOf(key[0].key());
}

QString Keys::words(const QList<QKeySequence>& keys)
{
    QStringList names;
    for (const QKeySequence& key : keys) { names += word(key); }
    return names.join(QStringLiteral(", "));
}

void Keys::attach(QAction& action, const QString& id, Plain plain)
{
    show(action, id, plain);
    connect(this, &Keys::changed, &action, [this, &action, id, plain] { show(action, id, plain); });
}

// A plain key alone is shown in the menu and is nothing more: a menu never has the focus of its window.
void Keys::show(QAction& action, const QString& id, Plain plain) const
{
    const Command* command = findCommand(id);
    const QList<QKeySequence> keys = command != nullptr ? of(*command) : QList<QKeySequence>();
    QList<QKeySequence> strong;
    std::ranges::copy_if(keys, std::back_inserter(strong), [](const QKeySequence& key) { return !isPlain(key); });
    const bool showsPlain = strong.isEmpty() && plain == Plain::Shown;
    action.setShortcutContext(showsPlain ? Qt::WidgetShortcut : Qt::WindowShortcut);
    action.setShortcuts(showsPlain ? keys.mid(0, 1) : strong);
}

void Keys::change(const Command& command, const QList<QKeySequence>& keys)
{
    if (command.isFixed) { return; }
    for (const Command& other : commands()) {
        QList<QKeySequence> left = of(other);
        const auto isTaken = [&](const QKeySequence& key) { return keys.contains(key); };
        if (&other != &command && left.removeIf(isTaken) > 0) { chosen_[other.id()] = left; }
    }
    chosen_[command.id()] = keys;
    tell();
}

void Keys::swap(const Command& a, const QKeySequence& wanted)
{
    const Command* holder = commandOf(wanted);
    const QList<QKeySequence> before = of(a);
    if (holder == nullptr || holder == &a || holder->isFixed) { return change(a, {wanted}); }
    QList<QKeySequence> others = of(*holder);
    others.removeAll(wanted);
    if (!before.isEmpty()) { others.prepend(before.front()); }
    chosen_[holder->id()] = others;
    chosen_[a.id()] = {wanted};
    tell();
}

void Keys::restoreDefaults()
{
    chosen_.clear();
    tell();
}

void Keys::tell()
{
    settle();
    if (remembers_) { write(); }
    Q_EMIT changed();
}

void Keys::settle()
{
    inForce_.clear();
    QList<QKeySequence> taken;
    const auto give = [&](const Command& command, const QList<QKeySequence>& keys) {
        QList<QKeySequence>& own = inForce_[command.id()];
        for (const QKeySequence& key : keys) {
            if (taken.contains(key)) { continue; }
            own += key;
            taken += key;
        }
    };
    for (const Command& command : commands()) {
        if (command.isFixed) { give(command, defaults(command)); }
    }
    for (const Command& command : commands()) {
        if (chosen_.contains(command.id())) { give(command, chosen_.value(command.id())); }
    }
    for (const Command& command : commands()) {
        const bool isOwn = command.isFixed || chosen_.contains(command.id());
        if (!isOwn) { give(command, defaults(command)); }
    }
    chosen_.removeIf(
        [this](const auto& entry) { return defaults(*findCommand(entry.key())) == inForce_[entry.key()]; });
}

// What a file of settings says may be anything.
void Keys::read()
{
    QSettings settings;
    settings.beginGroup(QLatin1String(group));
    for (const QString& id : settings.childKeys()) {
        const Command* command = findCommand(id);
        if (command == nullptr || command->id() != id || command->isFixed || *command->title == '\0') { continue; }
        QList<QKeySequence> keys = parsed(settings.value(id).toStringList());
        keys.removeIf([](const QKeySequence& key) { return !refusal(key).isEmpty(); });
        chosen_[id] = keys;
    }
}

void Keys::write() const
{
    QSettings settings;
    settings.remove(QLatin1String(group));
    settings.beginGroup(QLatin1String(group));
    for (auto entry = chosen_.begin(); entry != chosen_.end(); ++entry) {
        settings.setValue(entry.key(), portable(entry.value()));
    }
}

QString Keys::refusal(const QKeySequence& key)
{
    if (key.isEmpty()) { return tr("That is no key."); }
    const int code = key[0].key();
    const Qt::KeyboardModifiers modifiers = key[0].keyboardModifiers();
    const QString name = word(key);
    if (code == Qt::Key_Escape) { return tr("%1 always leads back.").arg(name); }
    if (code == Qt::Key_Tab || code == Qt::Key_Backtab) { return tr("%1 always goes from field to field.").arg(name); }
    if ((code == Qt::Key_Return || code == Qt::Key_Enter) && isPlain(key)) {
        return tr("%1 always presses what has the keyboard.").arg(name);
    }
    if (modifiers == Qt::AltModifier && isLetter(code)) { return tr("%1 opens menus: Alt and a letter.").arg(name); }
    const bool isZoom = code == Qt::Key_Plus || code == Qt::Key_Minus || code == Qt::Key_0;
    if (modifiers == Qt::NoModifier && isZoom) { return tr("%1 zooms the curves.").arg(name); }
    return {};
}

bool Keys::isPlain(const QKeySequence& key)
{
    if (key.isEmpty()) { return false; }
    const int code = key[0].key();
    const bool isFunction = code >= Qt::Key_F1 && code <= Qt::Key_F35;
    const auto strong = Qt::ControlModifier | Qt::AltModifier | Qt::MetaModifier;
    return !isFunction && (key[0].keyboardModifiers() & strong) == 0;
}

QKeySequence Keys::sequenceOf(const QKeyEvent& event)
{
    const int key = event.key();
    const bool isAlone = key == 0 || key == Qt::Key_unknown || key == Qt::Key_Shift || key == Qt::Key_Control
                         || key == Qt::Key_Alt || key == Qt::Key_Meta || key == Qt::Key_AltGr || key == Qt::Key_CapsLock
                         || key == Qt::Key_NumLock || key == Qt::Key_ScrollLock || key == Qt::Key_Super_L
                         || key == Qt::Key_Super_R || (key >= Qt::Key_Multi_key && key <= Qt::Key_PreviousCandidate)
                         || (key >= Qt::Key_Dead_Grave && key <= Qt::Key_Dead_Longsolidusoverlay);
    if (isAlone) { return {}; }
    Qt::KeyboardModifiers modifiers =
        event.modifiers() & (Qt::ShiftModifier | Qt::ControlModifier | Qt::AltModifier | Qt::MetaModifier);
    const bool isTyped = (modifiers & ~Qt::KeyboardModifiers(Qt::ShiftModifier)) == 0;
    if (isTyped && isSign(key)) { modifiers = Qt::NoModifier; } // Shift is part of the sign
    return QKeySequence(QKeyCombination(modifiers, Qt::Key(key)));
}

} // namespace gridscope::ui
