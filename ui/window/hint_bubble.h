// SPDX-License-Identifier: GPL-3.0-or-later
// A small bubble that points up at a widget, says one thing, and goes away by itself, by a click or by any key.
#pragma once

#include <QTimer>
#include <QWidget>

namespace gridscope::ui {

class HintBubble final : public QWidget {
    Q_OBJECT
public:
    explicit HintBubble(QWidget* parent);
    void pointAt(const QWidget& target, const QString& text);
    static constexpr int shownMilliseconds = 9000;

private:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;
    QSize bubbleSize() const;

    QString text_;
    int tip_ = 0; // x of the arrow
    QTimer timer_;
};

} // namespace gridscope::ui
