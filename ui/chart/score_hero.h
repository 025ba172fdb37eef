// SPDX-License-Identifier: GPL-3.0-or-later
// The clustering score as the number that the program is about: large, with its bar, and below it how well the network does.
// Without a grid in force there is none; where a layer has collapsed or the network guesses, it says so instead of praising.
#pragma once

#include "ui/chart/chart_widget.h"

namespace gridscope::ui {

// 0 at the left end, 1 on the grid at the right; negative scores (weights at the borders) leave it empty. Where a layer has
// collapsed there is no score to be drawn: a line through the middle, in the colour of a warning.
void drawScoreBar(QPainter& painter, const QRectF& rect, double score, bool isCollapsed);

class ScoreHero final : public ChartWidget {
    Q_OBJECT
public:
    struct Content {
        QString name; // of the run, where two stand side by side
        std::optional<double> score = {};
        bool isInForce = false;
        bool isCollapsed = false;
        bool isGuessing = false; // the network
        QString accuracy;        // "87.4 %"; empty: not known
        bool operator==(const Content&) const = default;
    };
    explicit ScoreHero(QWidget* parent = nullptr);
    void display(const Content& content);
    void setUpright(bool isUpright); // else in a line
    QString sentence() const;        // "CPQ: clustering score 0.28, accuracy 87.4 %"
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

private:
    void paintEvent(QPaintEvent* event) override;
    void paintUpright(QPainter& painter);
    void paintLine(QPainter& painter);
    void paintBar(QPainter& painter, const QRectF& rect) const;
    bool isPraised() const { return content_.isInForce && !content_.isCollapsed && !content_.isGuessing; }
    QString number() const;
    QString below() const;
    QColor numberColor() const;
    QFont largeFont() const;

    Content content_;
    bool isUpright_ = true;
};

} // namespace gridscope::ui
