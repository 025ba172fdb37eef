// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/experiment_worker.h"

#include "app/engine_loader.h"
#include "app/signals.h"
#include "app/terminal.h"
#include "core/base/error.h"
#include "core/base/plain_text.h"
#include "core/settings/config_fields.h"

#include <nlohmann/json.hpp>

#include <chrono>
#include <csignal>
#include <iostream>
#include <sys/prctl.h>
#include <unistd.h>

namespace gridscope::app {

namespace {

using Json = nlohmann::ordered_json;

constexpr auto tellEvery = std::chrono::milliseconds(100);

// When nobody listens any more, a signal says so: the arm then ends in order, and not with a failure of ours.
void answer(const std::string& word, const std::string& text = {})
{
    try {
        print("@" + word + (text.empty() ? "" : " " + run::plainText(text)) + "\n");
    } catch (const DiskError&) {}
}

class StepTeller final : public run::SilentSink {
public:
    void onStart(const run::Start& start) override { lastStep_ = start.lastStep; }
    void onStep(const run::Step& step) override
    {
        const auto now = std::chrono::steady_clock::now();
        if (now - told_ < tellEvery && step.index != lastStep_) { return; }
        told_ = now;
        answer("step", std::to_string(step.index));
    }

private:
    std::int64_t lastStep_ = 0;
    std::chrono::steady_clock::time_point told_{};
};

void train(const std::string& line, experiment::Arms& arms, run::Control& control)
{
    const Json json = Json::parse(line);
    const experiment::Arm arm{json["arm"], run::configFromJson(json["config"].dump(), {}, "the experiment")};
    StepTeller teller;
    const auto outcome = arms.run(arm, control, teller);
    if (!outcome) { return answer("left"); }
    if (outcome->failure && !outcome->failure->hasBegun) { return answer("failed", outcome->failure->sentence); }
    answer("done");
}

// The signal comes once for each thread of the parent that ends after the other, and of those that stop us only SIGPIPE may come
// twice without ending us at once (signals.h). The parent may have gone already.
bool endWith(std::int64_t parent) { return prctl(PR_SET_PDEATHSIG, SIGPIPE) == 0 && getppid() == parent; }

} // namespace

std::string armLine(const experiment::Arm& arm)
{
    return Json{{"arm", arm.name}, {"config", Json::parse(run::configToJson(arm.config))}}.dump();
}

int experimentWorker(const std::string& folder, std::int64_t parent)
{
    run::Control control;
    const StopOnSignal stopOnSignal(control);
    if (!endWith(parent)) { return 1; }
    experiment::Arms arms(folder, lazyEngine());
    std::string line;
    while (!control.isStopping() && std::getline(std::cin, line)) {
        try {
            train(line, arms, control);
        } catch (const DiskError& error) {
            answer("disk", error.what());
        } catch (const Error& error) {
            answer("wrong", error.what());
        }
    }
    return 0;
}

} // namespace gridscope::app
