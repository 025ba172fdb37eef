// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/key_taker.h"

#include <QAbstractItemView>
#include <QAction>

#include <algorithm>
#include <array>

namespace gridscope::ui {
namespace {

// With these a list moves and edits.
bool belongsToLists(int key)
{
    constexpr std::array keys = {Qt::Key_Left,      Qt::Key_Right,  Qt::Key_Up,     Qt::Key_Down,
                                 Qt::Key_Home,      Qt::Key_End,    Qt::Key_Return, Qt::Key_Enter,
                                 Qt::Key_Backspace, Qt::Key_Delete, Qt::Key_Insert};
    return std::ranges::find(keys, Qt::Key(key)) != keys.end();
}

} // namespace

KeyTaker::KeyTaker(Conductor& conductor, Keys& keys, QMenuBar& menuBar, QWidget& window)
    : QObject(&window), conductor_(conductor), keys_(keys), menuBar_(menuBar)
{
    menuBar.installEventFilter(this);
    for (auto* list : window.findChildren<QAbstractItemView*>()) { list->installEventFilter(this); }
    for (const Command& command : commands()) {
        const bool isInMenu = *command.argument == '\0' && window.findChild<QAction*>(command.id()) != nullptr;
        if (isInMenu || *command.title == '\0') { continue; }
        auto* action = new QAction(titleOf(command), &window);
        action->setObjectName(command.id());
        connect(action, &QAction::triggered, this,
                [this, &command] { conductor_.ask(QLatin1String(command.name), QLatin1String(command.argument)); });
        keys.attach(*action, command.id(), Keys::Plain::Hidden);
        window.addAction(action);
    }
}

// A strong key that comes here belongs to an action that is grey. Play says why.
bool KeyTaker::take(const QKeyEvent& event)
{
    const Command* command = keys_.commandOf(event);
    if (command == nullptr) { return false; }
    const QString name = QLatin1String(command->name), argument = QLatin1String(command->argument);
    const bool isGrey = !Keys::isPlain(Keys::sequenceOf(event)) && name != QLatin1String("playPause");
    if (isGrey || !conductor_.isPossible(name, argument)) { return false; }
    conductor_.ask(name, argument);
    return true;
}

// While a menu is open or chosen, the keys are its own.
bool KeyTaker::eventFilter(QObject* watched, QEvent* event)
{
    const bool isMenuBar = watched == &menuBar_;
    if (isMenuBar && event->type() == QEvent::ShortcutOverride) { // letters open menus there
        const auto& key = *static_cast<QKeyEvent*>(event);
        if (key.modifiers() == Qt::NoModifier && !key.text().isEmpty()) { event->accept(); }
        return false;
    }
    if (event->type() == QEvent::KeyPress && !(isMenuBar && menuBar_.activeAction() != nullptr)) {
        const auto& key = *static_cast<QKeyEvent*>(event);
        if ((isMenuBar || !belongsToLists(key.key())) && take(key)) { return true; }
    }
    return QObject::eventFilter(watched, event);
}

} // namespace gridscope::ui
