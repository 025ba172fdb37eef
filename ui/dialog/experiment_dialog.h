// SPDX-License-Identifier: GPL-3.0-or-later
// An experiment in one press: runs `gridscope experiment NAME` as a program of its own, shows how far it is, what came out so far,
// and then its result and its runs. Closing the dialog leaves the experiment running; what is stopped goes on later.
#pragma once

#include <QDialog>
#include <QDir>
#include <QElapsedTimer>
#include <QLabel>
#include <QLineEdit>
#include <QProcess>
#include <QProgressBar>
#include <QPushButton>
#include <QSpinBox>
#include <QTextBrowser>

namespace gridscope::ui {

// How far an experiment is, from the lines that it prints ("learned, seed 2", "step    150  validation: ...").
class ExperimentProgress {
public:
    ExperimentProgress(int arms, int firstStep, int lastStep);
    void read(const QString& line);
    double share() const; // 0 to 1
    const QString& arm() const { return arm_; }

private:
    int arms_, firstStep_, lastStep_;
    int begun_ = 0;
    double shareOfArm_ = 0;
    QString arm_;
};

class PayloadChart;

// Which one the dialog is for.
struct ExperimentKind {
    QString name; // "hypothesis"
    QString title, question;
    int armsPerSeed;
    const char* preset; // the experiment's own
    bool hasPicture;    // of test error against payload
};
ExperimentKind hypothesisKind();
ExperimentKind methodsKind();

class ExperimentDialog final : public QDialog {
    Q_OBJECT
public:
    struct Program {
        QString file;          // gridscope itself
        QStringList arguments; // more settings, for tests
    };
    ExperimentDialog(ExperimentKind kind, Program program, const QString& folder, QWidget* parent);
    ~ExperimentDialog() override;
    bool isRunning() const { return process_.state() != QProcess::NotRunning; }

Q_SIGNALS:
    void begun();                       // both cores are wanted
    void openAsked(const QString& run); // one of the arms
    void ended();

private:
    void build();
    QLayout* makeForm();
    QWidget* makeButtons();
    void start();
    void stop();
    void chooseFolder();
    void readLines();
    void finish(int code, QProcess::ExitStatus status);
    void follow(const QUrl& url);
    void showResult();
    void showPicture();
    void showState();
    QString stateText() const;
    QDir chosenFolder() const; // as the line has it

    ExperimentKind kind_;
    Program program_;
    QProcess process_;
    QElapsedTimer elapsed_;
    ExperimentProgress progress_{1, 0, 1};
    QString lastLine_;
    bool isStopping_ = false;

    QSpinBox* seeds_;
    QLineEdit* folder_;
    QPushButton* choose_;
    QPushButton* run_; // Start, Stop, Go on
    QPushButton* page_;
    QProgressBar* bar_;
    QLabel* state_;
    PayloadChart* chart_ = nullptr; // where the experiment has such a picture
    QTextBrowser* result_;
};

} // namespace gridscope::ui
