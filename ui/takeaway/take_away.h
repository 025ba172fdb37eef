// SPDX-License-Identifier: GPL-3.0-or-later
// What the user takes out of the window: the run (File > Export), the picture of a view (Ctrl+E, Ctrl+C) and the numbers
// behind it (Ctrl+Shift+C). The view is the one that has the keyboard, else the histogram. Brings the actions for the menus.
#pragma once

#include "ui/dialog/export_dialog.h"
#include "ui/document/background.h"
#include "ui/document/conductor.h"
#include "ui/takeaway/figure.h"
#include "ui/window/message_bar.h"
#include "ui/window/workspace.h"

namespace gridscope::ui {

class TakeAway final : public QObject {
    Q_OBJECT
public:
    // `view`: what the window shows; it and the others outlive this. `program`: gridscope itself.
    TakeAway(Conductor& conductor, const View& view, const Workspace& workspace, MessageBar& messages, QString program,
             QWidget* window);

    QList<QAction*> fileActions() const { return {exportView_, exportRun_}; }
    QList<QAction*> editActions() const { return {copyPicture_, copyTable_}; }
    void saveView(const QString& path); // .png, .svg or .pdf

private:
    void serve(Conductor& conductor);
    void showExport();
    void askSaveView();
    void copyPicture();
    void copyTable();
    const PanelFrame& shown() const;
    std::optional<Figure> figure() const; // of the panel, in the window's theme; none of the list of layers
    QString runName() const;

    const RunSession& session_;
    const Playback& playback_;
    const View& view_;
    const Workspace& workspace_;
    MessageBar& messages_;
    QString program_;
    QWidget* window_;
    Background background_;
    ExportDialog* dialog_ = nullptr; // made when it is asked for
    QAction* exportView_;
    QAction* exportRun_;
    QAction* copyPicture_;
    QAction* copyTable_;
};

} // namespace gridscope::ui
