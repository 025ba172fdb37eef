// SPDX-License-Identifier: GPL-3.0-or-later
// A paint device of a size, for paint engines that paint nothing and note what they would.
#pragma once

#include <QPaintDevice>
#include <QSize>

#include <limits>

namespace gridscope::test {

class RecordingDevice : public QPaintDevice {
public:
    explicit RecordingDevice(QSize size) : size_(size) {}

protected:
    int metric(PaintDeviceMetric metric) const override
    {
        constexpr int dotsPerInch = 96;
        switch (metric) {
        case PdmWidth: return size_.width();
        case PdmHeight: return size_.height();
        case PdmWidthMM: return size_.width() * 254 / 10 / dotsPerInch;
        case PdmHeightMM: return size_.height() * 254 / 10 / dotsPerInch;
        case PdmNumColors: return std::numeric_limits<int>::max();
        case PdmDepth: return 32;
        case PdmDevicePixelRatio: return 1;
        case PdmDevicePixelRatioScaled: return int(devicePixelRatioFScale());
        default: return dotsPerInch;
        }
    }

private:
    QSize size_;
};

} // namespace gridscope::test
