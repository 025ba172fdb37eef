// SPDX-License-Identifier: GPL-3.0-or-later
// The rows of the table of settings.
#include "core/config/batch_norm.h"
#include "core/method/methods.h"
#include "core/settings/config_fields.h"

#include <algorithm>

namespace gridscope::run {

namespace {

using C = RunConfig;

constexpr double million = 1e6;
constexpr double mostSteps = 10 * million;
constexpr double mostSeed = 9007199254740991; // 2^53 - 1, exact in every JSON reader
constexpr double mostListed = 64;

// Of those methods that `is` holds for.
std::vector<std::string_view> methodNames(bool (*is)(const MethodInfo&))
{
    std::vector<std::string_view> names;
    for (const MethodInfo* method : methods()) {
        if (is(*method)) { names.push_back(method->name); }
    }
    return names;
}

Field oneOf(std::string_view key, std::string_view group, std::string_view label, std::string_view help,
            std::string C::*member, std::vector<std::string_view> choices, bool isLive = false)
{
    return {key, group, label, "", help, member, 0, 0, std::move(choices), isLive};
}

const std::vector<Field> shared = {
    {"data",
     "Data",
     "Data set",
     "",
     "What the network learns: pictures or rows of numbers from files, or 2-D points made from the seed. mnist is "
     "fetched with packaging/get-mnist.",
     &C::data,
     0,
     0,
     {"fashion-mnist", "mnist", "idx", "cifar10", "folder", "npy", "csv", "sample", "spirals", "moons", "circles",
      "xor", "checkerboard"}},
    {"data_folder", "Data", "Data folder", "",
     "Folder with the files: four of IDX or NPY, CIFAR-10's batches, train.csv and test.csv, or a folder of "
     "pictures "
     "for each class; empty looks where Debian puts Fashion-MNIST, or packaging/get-mnist MNIST.",
     &C::dataFolder},
    {"picture_size", "Data", "Picture size", "pixels",
     "Side of the square that the pictures of a folder are brought to.", &C::pictureSize, 8, 1024},
    {"train_samples", "Data", "Training samples", "", "Upper limit of training samples; 0 takes all.", &C::trainSamples,
     0, 10 * million},
    {"validation_samples", "Data", "Validation samples", "", "Samples held out from the training data.",
     &C::validationSamples, 0, million},
    oneOf("split", "Data", "Split",
          "How validation, test and limited samples are chosen: drawn from the seed with a share of every class, or by "
          "position as earlier versions did (the last of every so many).",
          &C::split, {"stratified", "last"}),
    {"test_samples", "Data", "Test samples", "", "Upper limit of test samples; 0 takes all.", &C::testSamples, 0,
     10 * million},
    {"toy_noise", "Data", "Noise of 2-D points", "",
     "Standard deviation of the 2-D points around their shape, as a share of its size.", &C::toyNoise, 0, 1},

    oneOf("network", "Network", "Network",
          "Convolutional (LeNet-5, VGG-7, ResNet-18, MobileNetV2) or fully connected (MLP).", &C::network,
          {"lenet5", "mlp", "vgg7", "resnet18", "mobilenetv2"}),
    {"channels", "Network", "Channels", "", "Output channels of the two 5x5 convolutions of LeNet-5.", &C::channels, 1,
     512},
    {"hidden", "Network", "Hidden layers", "", "Widths of the hidden fully connected layers.", &C::hidden, 1, 4096},
    {"weights_file", "Network", "Weights file", "",
     "Pre-trained weights to begin with (safetensors, NPZ, NPY, PyTorch state dictionary), matched by name and "
     "shape; "
     "empty begins with random ones.",
     &C::weightsFile},
    batchNormField(),
    {"batch_norm_batches", "Network", "Batch norm. batches", "batches",
     "Training batches over which batch normalisation is measured anew before an evaluation; 0 takes the running "
     "averages.",
     &C::batchNormBatches, 0, 10000},

    oneOf("method", "Quantization", "Method", "How gradients reach the weights through the rounding.", &C::method, {},
          true),
    {"bits", "Quantization", "Bit-width", "bits", "Bits per weight: one number, or one for each weight layer.",
     &C::bits, 1, 8},
    {"float_layers", "Quantization", "Float layers", "",
     "Weight layers that stay full precision, by their number in the list of layers: 1,4 for the first and the "
     "fourth; "
     "empty: none.",
     &C::floatLayers, 1, mostListed},
    {"symmetric_grid", "Quantization", "Symmetric grid", "",
     "Drops the lowest grid point, so that the grid is symmetric about zero.", &C::symmetricGrid},
    {"sigma",
     "Quantization",
     "Noise scale sigma",
     "grid steps",
     "Width of the noise that assigns a weight to its grid points.",
     &C::sigma,
     0.001,
     10,
     {},
     true},
    {"temperature",
     "Quantization",
     "Temperature",
     "",
     "Sharpness of the draws of rq and rq-st: small is nearly one grid point, large a mixture.",
     &C::temperature,
     0.01,
     10,
     {},
     true},
    oneOf("dropbits", "Quantization", "DropBits",
          "Which grid points are dropped together at random: whole bits, or end points.", &C::dropbits,
          {"none", "bitwise", "endpoints"}),
    oneOf("dropbits_masks", "Quantization", "DropBits masks",
          "Drops whole levels (hard), or weighs them with numbers between 0 and 1 that are drawn (hard-concrete).",
          &C::dropbitsMasks, {"hard", "hard-concrete"}),
    {"keep_probability",
     "Quantization",
     "Keep probability",
     "",
     "How likely each mask is open: one number, or one for each weight layer.",
     &C::keepProbability,
     0,
     1,
     {},
     true},
    {"learn_bits", "Quantization", "Learn bit-lengths", "",
     "The masks become gates with learned keep probabilities, and bits can go for good.", &C::learnBits},
    {"bit_penalty",
     "Quantization",
     "Bit penalty lambda",
     "nats",
     "What the loss pays for each open mask; more makes the layers give up bits.",
     &C::bitPenalty,
     0,
     100,
     {},
     true},
    oneOf("bit_penalty_weighting", "Quantization", "Bit penalty weighting",
          "All layers pay alike, or by their share of weights or multiplications.", &C::bitPenaltyWeighting,
          {"equal", "parameters", "macs"}),
    {"gate_learning_rate",
     "Quantization",
     "Gate learning rate",
     "",
     "Learning rate of the gates.",
     &C::gateLearningRate,
     0,
     10,
     {},
     true},
    {"freeze_bits_at",
     "Quantization",
     "Freeze bit-lengths at",
     "steps",
     "From this step on the bit-lengths stay as they are and nothing is dropped; 0 is never.",
     &C::freezeBitsAt,
     0,
     mostSteps,
     {},
     true},
    oneOf("activation_method", "Quantization", "Activation method",
          "How activations after ReLU are quantized; float leaves them alone.", &C::activationMethod, {}),
    {"activation_bits", "Quantization", "Activation bit-width", "bits", "Bits per activation.", &C::activationBits, 1,
     8},
    {"activation_sigma",
     "Quantization",
     "Activation noise sigma",
     "grid steps",
     "Width of the noise of activations; 0 takes that of the weights.",
     &C::activationSigma,
     0,
     10,
     {},
     true},

    {"seed", "Training", "Random seed", "", "The same seed and settings give the same run.", &C::seed, 0, mostSeed},
    oneOf("start", "Training", "Start", "Float steps first, or quantized from the first step.", &C::start,
          {"pretrained", "scratch"}),
    oneOf("float_network", "Training", "Float network",
          "Trained first, or one that the program carries or kept from an earlier run with these settings, with which "
          "the run begins at the grid; where there is none, trained and kept.",
          &C::floatNetwork, {"trained", "carried"}),
    {"pretrain_steps", "Training", "Pre-training steps", "steps", "Full-precision steps before quantized training.",
     &C::pretrainSteps, 0, mostSteps},
    {"pretrain_learning_rate", "Training", "Pre-training learning rate", "",
     "Learning rate of the full-precision steps.", &C::pretrainLearningRate, 0, 10},
    {"steps", "Training", "Training steps", "steps", "Steps of quantized training.", &C::steps, 1, mostSteps},
    {"stop_at_accuracy",
     "Training",
     "Stop at accuracy",
     "",
     "Ends the run once the quantized weights reach this share of right answers on the validation set (0.9 is 90 "
     "%); 0 "
     "is never.",
     &C::stopAtAccuracy,
     0,
     1,
     {},
     true},
    {"stop_on_plateau",
     "Training",
     "Stop on a plateau",
     "evaluations",
     "Ends the run after so many evaluations in a row that were not the best so far; 0 is never.",
     &C::stopOnPlateau,
     0,
     million,
     {},
     true},
    {"stop_at_bits",
     "Training",
     "Stop at mean bits",
     "bits",
     "Ends the run once the mean bit-length of all weights is that low, with learned bit-lengths; 0 is never.",
     &C::stopAtBits,
     0,
     8,
     {},
     true},
    {"frozen_layers", "Training", "Frozen layers", "",
     "Weight layers that quantized training leaves as they are, weights, bias and step size, by their number in "
     "the "
     "list of layers; empty: none.",
     &C::frozenLayers, 1, mostListed},
    {"batch_size", "Training", "Batch size", "samples", "Samples per step.", &C::batchSize, 1, 65536},
    oneOf("optimizer", "Training", "Optimizer", "Adam, or stochastic gradient descent with momentum.", &C::optimizer,
          {"adam", "sgd"}),
    {"learning_rate",
     "Training",
     "Learning rate",
     "",
     "Learning rate of the weights.",
     &C::learningRate,
     0,
     10,
     {},
     true},
    {"quantizer_learning_rate",
     "Training",
     "Quantizer learning rate",
     "",
     "Learning rate of the grid step alpha and the noise scale sigma.",
     &C::quantizerLearningRate,
     0,
     10,
     {},
     true},
    {"momentum", "Training", "Momentum", "", "Momentum of stochastic gradient descent.", &C::momentum, 0, 0.9999},
    oneOf("schedule", "Training", "Learning rate schedule",
          "How the learning rate falls: not at all, in steps, or along a cosine.", &C::schedule,
          {"constant", "step", "cosine"}),
    {"decay_every", "Training", "Decay every", "steps", "Distance of the drops of the step schedule.", &C::decayEvery,
     1, mostSteps},
    {"decay_factor", "Training", "Decay factor", "", "What the step schedule multiplies the learning rate with.",
     &C::decayFactor, 1e-6, 1},
    oneOf("device", "Training", "Device",
          "Where products are computed: the processor, or a graphics card that LibTorch knows.", &C::device,
          {"cpu", "cuda"}),
    {"threads", "Training", "Threads", "", "Threads of the tensor library; 0 leaves one core free.", &C::threads, 0,
     256},

    {"snapshot_every", "Recording", "Snapshot every", "steps", "Distance of the pictures of all weights.",
     &C::snapshotEvery, 1, mostSteps},
    {"evaluate_every", "Recording", "Evaluate every", "steps", "Distance of the accuracy measurements.",
     &C::evaluateEvery, 1, mostSteps},
    {"checkpoint_every", "Recording", "Checkpoint every", "steps",
     "Distance of the states to resume or fork from; one more every 30 s.", &C::checkpointEvery, 1, mostSteps},
    {"bins_per_cell", "Recording", "Bins per grid cell", "bins", "Fineness of the weight histograms, a power of two.",
     &C::binsPerCell, 1, 64},
    {"followed_weights", "Recording", "Followed weights", "weights", "Weights per layer whose paths are recorded.",
     &C::followedWeights, 0, 4096},
};

// With the methods' names, and settings of one method alone beside those of quantization.
std::vector<Field> withMethods(std::vector<Field> all)
{
    const auto row = [&](std::string_view key) { return std::ranges::find(all, key, &Field::key); };
    row("method")->choices = methodNames([](const MethodInfo&) { return true; });
    row("activation_method")->choices =
        methodNames([](const MethodInfo& m) { return m.traits.isFloat || m.traits.fitsActivations; });
    for (const MethodInfo* method : methods()) {
        all.insert(row("seed"), method->fields.begin(), method->fields.end());
    }
    return all;
}

} // namespace

std::span<const Field> configFields()
{
    static const std::vector<Field> all = withMethods(shared);
    return all;
}

} // namespace gridscope::run
