// SPDX-License-Identifier: GPL-3.0-or-later
// How the benchmark measures: all variants in one process, round after round, each once a round; the
// ratio is formed inside each round and the median taken over rounds. Time is the process's processor time on one thread,
// which waiting and other programs do not add to.
#pragma once

#include <functional>
#include <string>
#include <vector>

namespace gridscope::bench {

// A row of the table: `name` costs `ratio` times what `against` costs (or that many of a unit, for absolute rows).
struct Row {
    std::string name;
    double ratio = 0;
    std::string against;
    int rounds = 0;
    double low = 0; // a quarter of the rounds lie below, a quarter above `high`
    double high = 0;
    double must = 0; // the project's target; 0: none
};
Row rowOf(std::string name, std::string against, std::vector<double> ratios, double must);

double processorSeconds(); // of this process
double wallSeconds();

class Rounds {
public:
    explicit Rounds(double (*clock)() = processorSeconds) : clock_(clock) {}
    void add(std::string name, std::function<void()> work);
    // For work that measures itself: seconds.
    void addMeasured(std::string name, std::function<double()> seconds);
    void round(bool counts); // each variant once
    void run(int rounds);    // and one before that does not count
    const std::vector<double>& secondsOf(const std::string& name) const;
    std::vector<double> ratios(const std::string& name, const std::string& against) const;
    Row row(std::string title, const std::string& name, const std::string& against, double must) const;

private:
    struct Variant {
        std::string name;
        std::function<double()> seconds;
        std::vector<double> times;
    };
    double (*clock_)();
    std::vector<Variant> variants_;
};

// What a group of rows is measured with.
struct Settings {
    int rounds = 21;
    bool quick = false; // small sizes, for the smoke test: every row, no meaning
};

// One group measures together whatever it compares, and gives exactly the rows it names.
struct Group {
    std::vector<std::string> names;
    std::function<std::vector<Row>(const Settings&)> measure;
};
Group quantizerRows();
Group densePeerRows();
Group memoryRows();
Group stepRows();
Group planesRows();
Group mirrorRows();
Group multiBitRows();
Group pythonRows();
Group scalingRows();
Group recordingRows();
Group programRows();
Group windowRows();

} // namespace gridscope::bench
