// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/progress.h"

#include "app/terminal.h"
#include "core/base/whole.h"
#include "core/base/wording.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <limits>
#include <unistd.h>
#include <utility>

namespace gridscope::app {

namespace {

constexpr auto redrawEvery = std::chrono::milliseconds(100);
constexpr int barWidth = 24;

template <typename... Values>
std::string text(const char* format, Values... values)
{
    std::array<char, 256> buffer{};
    const int length = std::snprintf(buffer.data(), buffer.size(), format, values...);
    return {buffer.data(), std::size_t(std::clamp(length, 0, int(buffer.size()) - 1))};
}

std::string percent(const std::optional<run::Score>& score)
{
    return score ? text("%.2f %%", 100 * score->accuracy) : "-";
}

} // namespace

std::string timeText(double seconds)
{
    const long long whole = run::nearestIn(seconds, 0LL, std::numeric_limits<long long>::max());
    if (whole < 60) { return text("%lld s", whole); }
    return whole < 3600 ? text("%lld min %02lld s", whole / 60, whole % 60)
                        : text("%lld h %02lld min", whole / 3600, whole % 3600 / 60);
}

std::string barText(double share)
{
    const int filled = run::wholeIn(share * barWidth, 0, barWidth);
    return "[" + std::string(std::size_t(filled), '#') + std::string(std::size_t(barWidth - filled), '.')
           + text("] %3.0f %%", 100 * share);
}

Progress::Progress() : terminal_(isatty(STDERR_FILENO) == 1) { line("Loading the training engine and the data ..."); }

void Progress::onStart(const run::Start& start)
{
    start_ = start;
    began_ = Clock::now();
    line(start.config.network + " on " + start.dataName + ", method " + start.config.method + ", seed "
         + std::to_string(start.config.seed));
    for (const std::string& note : start.dataNotes) { line(run::withoutControls(note)); }
    line(run::environmentText(start.environment));
}

void Progress::onStep(const run::Step& step)
{
    ++stepsSeen_;
    if (!terminal_) { return; }
    const auto now = Clock::now();
    if (now - lastDrawn_ < redrawEvery && step.index != start_.lastStep) { return; }
    lastDrawn_ = now;
    drawBar(step);
}

void Progress::drawBar(const run::Step& step)
{
    const double all = double(start_.lastStep - start_.firstStep + 1);
    const double share = double(stepsSeen_) / all;
    const double elapsed = std::chrono::duration<double>(Clock::now() - began_).count();
    const char* phase = step.index <= 0 ? "float pre-training" : "quantized training";
    drawOver(barText(share)
             + text("  %s  step %lld  loss %.3f  %s left", phase, static_cast<long long>(step.index), step.trainLoss,
                    timeText(elapsed / share - elapsed).c_str()));
    barShown_ = true;
}

void Progress::onEvaluation(const run::Evaluation& e)
{
    if (!e.quantized) {
        return line(
            text("step %6lld  %s: float %s", static_cast<long long>(e.step), e.set.c_str(), percent(e.latent).c_str()));
    }
    line(text("step %6lld  %s: quantized %s, latent %s", static_cast<long long>(e.step), e.set.c_str(),
              percent(e.quantized).c_str(), percent(e.latent).c_str())
         + (e.floatStart ? ", float start " + percent(e.floatStart) : ""));
}

void Progress::onMark(const run::Mark& mark)
{
    const bool isPhase = mark.kind == run::Mark::Kind::Phase && !mark.to.empty(); // the bar shows it
    if (!isPhase) { line("step " + std::to_string(mark.step) + "  " + run::markText(mark)); }
}

void Progress::onEnd(const run::End& end)
{
    if (end.how == run::End::How::Stopped) { line("Stopped."); }
}

void Progress::line(const std::string& text)
{
    if (std::exchange(barShown_, false)) { clearLine(); }
    say(text);
}

} // namespace gridscope::app
