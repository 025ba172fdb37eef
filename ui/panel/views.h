// SPDX-License-Identifier: GPL-3.0-or-later
// The table of views: one row for each picture of a run that the window, figures, exports, dropped figures and screenshots
// know. A view is a panel in a file of its own and one row, in views.cpp or by `addView` from where it is at home; nothing else
// names it.
// Threads: the window's.
#pragma once

#include "ui/panel/panel.h"

#include <functional>
#include <memory>
#include <span>
#include <string>

namespace gridscope::ui {

struct ViewInfo {
    enum class Place {
        Strip, // the left column; one view
        Main,  // the large picture in the middle, to which the keyboard goes back; one view
        Wide,  // the whole width below it, a tab where the window is low; one view
        Row,   // beside each other below that, tabs where the window is narrow or low
        Side   // a tab beside the settings
    };
    // Least milliseconds between refreshes: the main picture moves with every frame, curves need no more than a glance.
    enum Cadence { EveryFrame = 0, Calm = 60, Slow = 150 };

    QString key = {};           // "loss": in figures, file names and commands; the same in all languages, without "-"
    const char* name = nullptr; // in English; German has it in the context "Views"
    std::function<std::unique_ptr<Panel>()> make = {};
    Place place = Place::Row;
    int share = 100; // of the row, beside its neighbours
    int leastMilliseconds = Slow;
    bool isPerLayer = false;  // it shows the chosen layer; there is a figure for each
    bool isOfOneStep = false; // and not the way up to there; its figure says the step
    bool isFigure = true;     // else it is only what it is in the window
    // Whether there is something of this run for it to show; empty: always.
    std::function<bool(const run::History&, const View&)> wantedFor = {};
    // The run's table (core/export/numbers.h) with the numbers that it draws.
    std::function<std::string(const run::History&, std::size_t layer)> table = {};

    QString title() const; // in the window's language
    bool isWanted(const run::History& history, const View& view) const
    {
        return !wantedFor || wantedFor(history, view);
    }
};

std::span<const ViewInfo> views(); // in the order of the window; until the next `addView`
const ViewInfo* viewNamed(const QString& key);
// At its place behind the others there: a row's or a side's. Windows that are made from then on have it.
void addView(ViewInfo view);

template <typename MadePanel>
std::unique_ptr<Panel> made()
{
    return std::make_unique<MadePanel>();
}

} // namespace gridscope::ui
