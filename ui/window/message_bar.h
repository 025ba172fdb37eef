// SPDX-License-Identifier: GPL-3.0-or-later
// One line above the views. It always says something: the story of the run (faint); in its place, while they last, a band
// that says what the views show instead of the live run; work that takes long, with its progress; a problem that lasts; and
// over all an error that stays until it is dismissed. A note goes away by itself; beside a band, not over it. Its room is
// reserved, so nothing jumps.
#pragma once

#include "core/base/error.h"

#include <QAction>
#include <QFrame>
#include <QLabel>
#include <QProgressBar>
#include <QTimer>
#include <QToolButton>

namespace gridscope::ui {

class MessageBar final : public QFrame {
    Q_OBJECT
public:
    explicit MessageBar(QWidget* parent = nullptr);

    void tell(const QString& story, bool busy = false, const QList<QAction*>& actions = {});
    // None of these makes the bar higher than the others; the last one has buttons beside it with these texts.
    void keepRoomFor(const QStringList& stories, const QStringList& buttons = {});
    void showNote(const QString& note);
    void addNote(const QString& note);                       // behind the one that is there
    void showNoteWith(const QString& note, QAction* action); // a button beside it, unless a band has the buttons
    void offer(const QString& sentence,
               QAction* action); // a note that stays until it is taken, dismissed or another one comes
    void withdrawOffer();        // something else has begun or ended
    void showError(const QString& sentence);
    void showConfigError(const QString& sentence); // that names settings by their keys; shown with their labels
    void showErrorWith(const QString& sentence, QAction* remedy); // the remedy becomes a button; nullptr: none
    void dismiss();                                               // the error, or else the note
    bool hasError() const { return !error_.isEmpty(); }
    // These last until they are set to an empty text. Their actions become buttons, three at most.
    void setBand(const QString& text, const QList<QAction*>& actions);
    void setProblem(const QString& sentence, QAction* action);
    void setWork(const QString& text, int percent, QAction* cancel);
    QString text() const { return text_->text(); }

    static constexpr int noteMilliseconds = 6000;

private:
    bool event(QEvent* event) override;       // notes wait while the mouse rests on them
    void changeEvent(QEvent* event) override; // the sign is as high as a line
    void resizeEvent(QResizeEvent* event) override;
    void keepRoom();
    int widthOf(const QStringList& buttons) const; // with these texts
    void refresh();
    void showActions(const QList<QAction*>& actions);
    void announce(const QString& text, bool isUrgent);

    QStringList expected_, expectedButtons_;
    QString story_;
    QList<QAction*> storyActions_;
    bool busy_ = false;
    QString note_;
    QAction* noteAction_ = nullptr;
    bool isOffer_ = false; // the note
    QString error_;
    QAction* remedy_ = nullptr;
    QString band_;
    QList<QAction*> bandActions_;
    QString problem_;
    QAction* problemAction_ = nullptr;
    QString work_;
    int percent_ = 0;
    QAction* cancel_ = nullptr;
    QLabel* icon_;
    QLabel* text_;
    QProgressBar* busyBar_;
    QList<QToolButton*> buttons_;
    QToolButton* close_;
    QTimer fade_;
};

// Stands around each thing the user does: an Error becomes a sentence on the bar. False when there was one.
template <typename Action>
bool guarded(MessageBar& bar, Action action)
{
    try {
        action();
        return true;
    } catch (const ConfigError& error) {
        bar.showConfigError(QString::fromStdString(error.what()));
        return false;
    } catch (const Error& error) {
        bar.showError(QString::fromStdString(error.what()));
        return false;
    }
}

} // namespace gridscope::ui
