// SPDX-License-Identifier: GPL-3.0-or-later
// The views of a run as figures (ui/takeaway/figure.h), drawn without a display.
#pragma once

#include "core/experiment/report.h"
#include "core/run/history.h"
#include "ui/takeaway/figure.h"

#include <QApplication>

#include <functional>
#include <memory>
#include <string>

namespace gridscope::app {

// A place to draw where there is no screen, in the light theme whatever the desktop's. At most one at a time.
class Studio {
public:
    Studio();
    ~Studio();
    Studio(const Studio&) = delete;
    Studio& operator=(const Studio&) = delete;

private:
    int argc_ = 1;
    std::string name_ = "gridscope";
    char* argv_[2] = {name_.data(), nullptr};
    std::unique_ptr<QApplication> application_;
};

// histogram-LAYER.png and river-LAYER.png for every layer, loss.png, accuracy.png, bits.png. The folder exists.
void writePictures(const run::History& history, const std::string& folder, const std::string& runName);

// Test error against payload as NAME.svg, NAME.pdf and NAME.png.
void writePayloadPictures(const experiment::Report& report, const std::string& folder);

} // namespace gridscope::app
