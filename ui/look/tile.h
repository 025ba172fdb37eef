// SPDX-License-Identifier: GPL-3.0-or-later
// A number with a small caption above it: "STEP  412 / 1,000". Its width is reserved, so growing numbers move nothing.
#pragma once

#include <QLabel>

namespace gridscope::ui {

// A label's least width. A label remembers its size hint, with the least width that it had then, until its text changes: a smaller
// one alone would do nothing.
void reserveWidth(QLabel& label, int width);

class Tile final : public QWidget {
    Q_OBJECT
public:
    enum class Weight { Quiet, Normal, Big };
    // `widest` is the longest text that is to fit without the tile growing.
    Tile(const QString& caption, const QString& widest, Weight weight = Weight::Normal, QWidget* parent = nullptr);

    void setCaption(const QString& caption);
    void setValue(const QString& value);
    void setSwatch(const QColor& color); // a dot before the caption: the colour of its curve
    QString value() const { return value_->text(); }

private:
    bool event(QEvent* event) override;
    void reserve();
    void showCaption();

    QLabel* caption_;
    QLabel* value_;
    QString captionText_;
    QString widest_;
    QColor swatch_;
};

} // namespace gridscope::ui
