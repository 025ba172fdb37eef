// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialog/dialog_frame.h"

#include "ui/look/translate.h"

#include <QEvent>
#include <QPushButton>
#include <QScreen>

namespace gridscope::ui {
namespace {

class RoomKeeper final : public QObject {
public:
    RoomKeeper(QDialog& dialog, int linesWide, int linesHigh)
        : QObject(&dialog), dialog_(dialog), linesWide_(linesWide), linesHigh_(linesHigh)
    {
        dialog_.resize(wanted());
        dialog_.installEventFilter(this);
    }

private:
    QSize wanted() const
    {
        const int line = dialog_.fontMetrics().height();
        return QSize(linesWide_ * line, linesHigh_ * line).boundedTo(dialog_.screen()->availableSize() * 9 / 10);
    }
    bool eventFilter(QObject* watched, QEvent* event) override
    {
        const bool isNews = event->type() == QEvent::FontChange || event->type() == QEvent::Show;
        if (watched == &dialog_ && isNews) { dialog_.resize(dialog_.size().expandedTo(wanted())); }
        return false;
    }

    QDialog& dialog_;
    int linesWide_;
    int linesHigh_;
};

} // namespace

void wordButtons(QDialogButtonBox& buttons)
{
    const std::pair<QDialogButtonBox::StandardButton, QString> words[] = {{QDialogButtonBox::Ok, tr("OK")},
                                                                          {QDialogButtonBox::Cancel, tr("Cancel")},
                                                                          {QDialogButtonBox::Close, tr("Close")}};
    for (const auto& [which, word] : words) {
        if (QPushButton* button = buttons.button(which)) {
            button->setText(word);
            button->setIcon({});
        }
    }
}

void keepRoom(QDialog& dialog, int linesWide, int linesHigh) { new RoomKeeper(dialog, linesWide, linesHigh); }

} // namespace gridscope::ui
