// SPDX-License-Identifier: GPL-3.0-or-later
// A spin box for numbers of any magnitude: shows 0.0001 as "0.0001" and steps by a tenth of the leading digit's place.
#pragma once

#include <QDoubleSpinBox>

namespace gridscope::ui {

class NumberBox final : public QDoubleSpinBox {
    Q_OBJECT
public:
    explicit NumberBox(QWidget* parent = nullptr);
    QString textFromValue(double value) const override;
    double valueFromText(const QString& text) const override;
    QValidator::State validate(QString& text, int& position) const override;
    void stepBy(int steps) override;
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

private:
    QString withoutSuffix(const QString& text) const;
};

} // namespace gridscope::ui
