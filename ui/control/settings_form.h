// SPDX-License-Identifier: GPL-3.0-or-later
// Everything in the config as a form, made from the table of config_fields.h: what is played with most in front, the rest below "More
// settings", where it can be searched. It knows two configs: what runs and what
// is written in the form. Live fields go out at once while a run is live; where else the two differ, the row says that it
// applies at reset.
#pragma once

#include "ui/control/field_row.h"

#include <QComboBox>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

#include <map>
#include <string>

namespace gridscope::ui {

class Section;

class SettingsForm final : public QWidget {
    Q_OBJECT
public:
    explicit SettingsForm(QWidget* parent = nullptr);

    void showRunning(const run::RunConfig& config); // both configs; nothing waits for a reset any more
    void setLive(bool isLive) { isLive_ = isLive; } // whether there is a run that could take a live change
    void choosePreset(const QString& name);         // fills the form; applies at reset
    void restore(const run::RunConfig& config);     // as if the user wrote all of it: what is live goes out

    const run::RunConfig& written() const { return written_; }
    bool hasPending() const;
    bool isValid() const { return firstIssue().isEmpty(); }
    QString firstIssue() const;        // a sentence, or empty
    FieldRow* row(const QString& key); // nullptr when unknown
    void uncover(const QString& key);  // opens what its row is folded away in

Q_SIGNALS:
    void writtenChanged();
    void liveEdited(const QString& key, const QString& text);
    void applyAsked();

private:
    void makeRows(QVBoxLayout* column);
    FieldRow* makeRow(const run::Field& field, Section& section);
    void makeFront(Section& front);
    void makeMore(Section& more);
    void search(const QString& words);
    QWidget* makePresetBox();
    QWidget* makeButtons();
    void takeEdit(FieldRow& row);
    void sendLive(const run::Field& field); // to the run, if it takes it
    void writeRows();
    void refresh();
    void refreshPreset();

    std::map<std::string, FieldRow*, std::less<>> rows_;
    std::map<std::string, QString, std::less<>> unreadable_; // texts that are no value at all, by key
    struct Group {
        Section* section;
        bool isUsuallyOpen;
        std::vector<FieldRow*> rows;
    };
    std::vector<Group> groups_; // below "More settings"
    Section* more_ = nullptr;
    QLineEdit* search_ = nullptr;
    QComboBox* preset_;
    QLabel* why_;
    QLabel* waiting_;
    QPushButton* apply_;
    QPushButton* revert_;
    run::RunConfig running_;
    run::RunConfig written_;
    bool isLive_ = false;
};

} // namespace gridscope::ui
