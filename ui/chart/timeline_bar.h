// SPDX-License-Identifier: GPL-3.0-or-later
// The run from its first to its planned last step, as a slider: what is done, which steps are kept, checkpoints below, marks
// above, and the step that is shown. To screen readers an ordinary slider with the step as its value.
// Keyboard: Left and Right one kept step, with Shift or as PageUp and PageDown 10; Home the first step, End the newest.
#pragma once

#include "core/run/history.h"

#include <QSlider>

#include <optional>

namespace gridscope::ui {

class TimelineBar final : public QSlider {
    Q_OBJECT
public:
    explicit TimelineBar(QWidget* parent = nullptr);
    // The history must outlive the bar. `shown`: a past step, or empty for the newest.
    void display(const run::History& history, std::vector<run::Mark> marks, std::vector<std::int64_t> checkpoints,
                 std::optional<std::int64_t> shown);

    double pixelOfStep(std::int64_t step) const;
    QString hoverText(double x) const; // what lies there
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

Q_SIGNALS:
    void stepAsked(std::int64_t step);
    void keptAsked(int count); // that many kept steps on, back when negative
    void firstAsked();
    void endAsked();

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    QRectF groove() const;
    double markSize() const;
    std::int64_t stepAt(double x) const;
    const run::Mark* markNear(double x) const;
    void paintKept(QPainter& painter) const;
    void paintMarks(QPainter& painter) const;
    void paintHandle(QPainter& painter) const;

    const run::History* history_ = nullptr;
    std::vector<run::Mark> marks_;          // ascending
    std::vector<std::int64_t> checkpoints_; // the kept ones
    std::optional<std::int64_t> shown_;
    std::int64_t first_ = 0;
    std::int64_t newest_ = 0;
    double end_ = 1; // of the axis
};

} // namespace gridscope::ui
