// SPDX-License-Identifier: GPL-3.0-or-later
// Whatever a user may command, by name: the one table behind the menus, the keys and their list, screenshots, and whoever
// else speaks to the conductor. Names are never translated and do not change; titles are translated.
#pragma once

#include <QString>

#include <span>

namespace gridscope::ui {

struct Command {
    enum class Group { File, Edit, Run, Timeline, View, Compare, Help };
    Group group;
    const char* name;          // "step"
    const char* argument = ""; // that its key gives along: layer "3"
    const char* title = "";    // what it does, in English; empty: it needs to be told more, so that no key can mean it
    const char* keys = "";     // by default, portable names with blanks between: "Space F5"
    bool isFixed = false;      // everybody expects this key, so that nobody can change it
    QString id() const;        // "step", "layer 3": one for each row
};

std::span<const Command> commands();
const Command* findCommand(const QString& nameOrId); // nullptr: there is none; of several with one name the first
QString titleOf(const Command& command);             // in the window's language
QString titleOf(Command::Group group);

} // namespace gridscope::ui
