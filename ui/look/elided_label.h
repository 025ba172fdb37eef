// SPDX-License-Identifier: GPL-3.0-or-later
// One line of text that ends in "..." where the width ends; the whole text stays in tooltip and accessible name.
#pragma once

#include <QWidget>

namespace gridscope::ui {

class ElidedLabel final : public QWidget {
    Q_OBJECT
public:
    explicit ElidedLabel(QWidget* parent = nullptr);
    void setText(const QString& text);
    const QString& text() const { return text_; }
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

private:
    void paintEvent(QPaintEvent* event) override;
    QString text_;
};

} // namespace gridscope::ui
