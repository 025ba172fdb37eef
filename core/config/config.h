// SPDX-License-Identifier: GPL-3.0-or-later
// What a run is to do: plain settings with defaults. `config_fields.h` describes each for command line, file and form alike.
// A new one also has a say in ui/control/field_rules.cpp (when it has an effect). Those of one method alone: core/method/.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace gridscope::run {

struct RunConfig {
    std::string preset; // name of the preset it started from, or empty
    std::int64_t seed = 1;

    std::string data =
        "fashion-mnist";          // a named or toy set, "sample" (carried by the program), or what files a folder has
    std::string dataFolder;       // folder with the files; empty: the place of a named set (named_sets.h)
    int pictureSize = 224;        // data "folder": side that pictures are brought to
    int trainSamples = 0;         // 0 = all
    int validationSamples = 5000; // held out from the training pictures
    int testSamples = 0;          // 0 = all
    std::string split = "stratified"; // or "last", as versions before this setting had it
    double toyNoise = 0.1;            // standard deviation, in units of the shape's size

    std::string network = "lenet5";       // one of networks.h
    std::vector<int> channels = {32, 64}; // lenet5: output channels of the two 5x5 convolutions
    std::vector<int> hidden = {512};      // widths of the hidden fully connected layers
    std::string weightsFile;              // pre-trained weights to begin with; empty: random ones

    int batchNormBatches = 0; // over which batch normalisation is measured anew before evaluations; 0: running averages

    std::string method = "cpq";                  // weights, one of methods() in core/method/
    std::vector<int> bits = {3};                 // one for all layers, or one per layer
    std::vector<int> floatLayers = {};           // weight layers that stay full precision, counted from 1
    bool symmetricGrid = false;                  // drop the lowest grid point
    double sigma = 0.33;                         // noise scale in units of alpha
    double temperature = 0.66;                   // of the concrete distribution; rq and rq-st only
    std::string dropbits = "none";               // masks over nested levels of the grid: none, bitwise, endpoints
    std::string dropbitsMasks = "hard";          // hard, or hard-concrete as the paper relaxes them
    std::vector<double> keepProbability = {0.9}; // of each mask; one for all layers, or one per layer
    bool learnBits = false;                      // the masks become hard-concrete gates, keepProbability their start
    double bitPenalty = 0.01;                    // lambda, nats for each open mask
    std::string bitPenaltyWeighting = "equal";   // of the layers: equal, parameters, macs
    double gateLearningRate = 0.01;              // for the gates, always with Adam
    int freezeBitsAt = 0;                        // step from which on gates are hard and nothing is dropped; 0 = never
    std::string activationMethod = "float";      // activations after ReLU, one of methods() that fits them
    int activationBits = 4;
    double activationSigma = 0; // as sigma, for activations; 0: that of the weights

    std::string start = "pretrained";     // pretrained: float steps first; scratch: quantized from the first step
    std::string floatNetwork = "trained"; // carried: the program's own of these settings, where it has it, else trained
    int pretrainSteps = 500;
    double pretrainLearningRate = 2e-3;
    int steps = 1000;                   // quantized steps
    std::vector<int> frozenLayers = {}; // weight layers that quantized training does not move, counted from 1
    double stopAtAccuracy = 0; // ends once the quantized weights reach it on the validation set, a share; 0 = never
    int stopOnPlateau = 0;     // ends after so many evaluations without a better one; 0 = never
    double stopAtBits = 0;     // ends once the mean bit-length is that low; 0 = never
    int batchSize = 128;
    std::string optimizer = "adam"; // adam or sgd
    double learningRate = 2e-3;
    double quantizerLearningRate = 1e-4; // for log alpha and log sigma, always with Adam
    double momentum = 0.9;               // sgd only
    std::string schedule = "cosine";     // constant, step, cosine
    int decayEvery = 1000;               // steps; schedule "step" only
    double decayFactor = 0.1;            // schedule "step" only

    int snapshotEvery = 5;      // steps
    int evaluateEvery = 100;    // steps
    int checkpointEvery = 500;  // steps; and every 30 s whatever the steps
    int binsPerCell = 16;       // a power of two; fewer where 1,024 bins per layer would be exceeded
    int followedWeights = 64;   // per layer
    std::string device = "cpu"; // cpu or cuda
    int threads = 0;            // LibTorch and BLAS threads; 0 = cores - 1, at least 1

    std::map<std::string, std::string> own; // settings of one method alone, while not at their start (field.h)

    bool operator==(const RunConfig&) const = default;
};

// The bit-width of weight layer `layer` (0-based).
int bitsOfLayer(const RunConfig& config, std::size_t layer);
bool staysFloat(const RunConfig& config, std::size_t layer); // whatever the method
bool isFrozenLayer(const RunConfig& config, std::size_t layer);
double keepProbabilityOfLayer(const RunConfig& config, std::size_t layer);
double activationSigma(const RunConfig& config); // in units of alpha
bool isToy(std::string_view data);               // 2-D points made from the seed
std::size_t weightLayerCount(const RunConfig& config);

} // namespace gridscope::run
