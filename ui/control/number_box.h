// SPDX-License-Identifier: GPL-3.0-or-later
// Spin boxes for settings. Any number can be typed: whether it is allowed is for the form to say, in a sentence; a box that puts
// back the old number by itself says nothing. Its arrows stay inside what is allowed.
#pragma once

#include <QDoubleSpinBox>

namespace gridscope::ui {

// Numbers of any magnitude: shows 0.0001 as "0.0001" and steps by a tenth of the leading digit's place.
class NumberBox final : public QDoubleSpinBox {
    Q_OBJECT
public:
    explicit NumberBox(QWidget* parent = nullptr);
    void setAllowed(double low, double high);
    void setZeroWord(const QString& word) { zeroWord_ = word; } // what 0 is shown as; empty: as 0
    QString textFromValue(double value) const override;
    double valueFromText(const QString& text) const override;
    QValidator::State validate(QString& text, int& position) const override;
    void stepBy(int steps) override;
    StepEnabled stepEnabled() const override;
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

private:
    QString withoutSuffix(const QString& text) const;
    double low_ = 0;
    double high_ = 0;
    QString zeroWord_;
};

class WholeBox final : public QSpinBox {
    Q_OBJECT
public:
    explicit WholeBox(QWidget* parent = nullptr);
    void setAllowed(int low, int high);
    void setZeroWord(const QString& word) { zeroWord_ = word; }
    QString textFromValue(int value) const override;
    int valueFromText(const QString& text) const override;
    QValidator::State validate(QString& text, int& position) const override;
    void stepBy(int steps) override;
    StepEnabled stepEnabled() const override;
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

private:
    int low_ = 0;
    int high_ = 0;
    QString zeroWord_;
};

} // namespace gridscope::ui
