// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/export/weights_header.h"

#include "core/base/version.h"
#include "core/base/wording.h"

#include <algorithm>
#include <array>
#include <cstdio>

namespace gridscope {

namespace {

// Hexadecimal would be exact, but C89 compilers and people cannot read it; nine digits are exact too.
std::string floatText(float value)
{
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "%.9g", double(value));
    std::string number = text.data();
    if (number.find_first_of(".e") == std::string::npos) { number += ".0"; }
    return number + "f";
}

template <typename T, typename Text>
std::string arrayText(const std::string& declaration, const std::vector<T>& values, Text text)
{
    constexpr std::size_t widest = 110;
    std::string all = "static const " + declaration + "[" + std::to_string(values.size()) + "] = {";
    std::string line = "\n   ";
    for (const T& value : values) {
        const std::string next = " " + text(value) + ",";
        if (line.size() + next.size() > widest) {
            all += line;
            line = "\n   ";
        }
        line += next;
    }
    return all + line + "\n};\n";
}

std::string codesArray(const FinalisedLayer& layer)
{
    std::vector<std::uint8_t> bytes = packedCodes(layer);
    if (bytes.empty()) { bytes.push_back(0); } // C has no array of nothing
    return arrayText("uint8_t gs_" + layer.name + "_codes", bytes,
                     [](std::uint8_t byte) { return std::to_string(byte); });
}

std::string layerRow(const FinalisedLayer& layer)
{
    const auto& q = *layer.quantizer;
    const bool conv = layer.isConvolution();
    std::string row = "    {" + std::to_string(conv ? layer.input[0] : 0);
    for (const auto size : {layer.shape[0], layer.shape[1], conv ? layer.shape[2] : 1, conv ? layer.shape[3] : 1}) {
        row += ", " + std::to_string(size);
    }
    row += ", " + std::to_string(q.bits) + ", " + std::to_string(q.grid.low) + ", " + floatText(q.alpha) + ", gs_"
           + layer.name + "_codes, gs_" + layer.name + "_bias, " + (layer.activates ? "1" : "0") + ", "
           + (layer.pools ? "1" : "0");
    const auto& a = layer.activation;
    return row + ", " + floatText(a ? a->alpha : 0) + ", " + std::to_string(a ? a->grid.high : 0) + "}, /* "
           + layer.name + " */\n";
}

std::int64_t most(const FinalisedNet& net)
{
    std::int64_t values = std::int64_t(net.channels) * net.height * net.width;
    for (const auto& layer : net.layers) {
        std::int64_t size = 1;
        for (const auto n : layer.output) { size *= n; }
        values = std::max(values, size);
    }
    return values;
}

void requireCodes(const FinalisedNet& net)
{
    for (const auto& layer : net.layers) {
        if (!layer.quantizer) {
            throw FileError("The weights of " + layer.name
                            + " are float, so there are no integer codes for a C header.");
        }
    }
}

std::string define(const std::string& name, std::int64_t value)
{
    return "#define " + name + " " + std::to_string(value) + "\n";
}

constexpr const char* layout = R"(
/* A layer's weight number i (row by row: [outputs][inputs][kernel height][kernel width]) is
   alpha * (low + the `bits` bits from bit i * bits of `codes` on), the lowest bit of each byte first. */
typedef struct {
    int channels;          /* of the input; 0: fully connected */
    int outputs;
    int inputs;
    int kernel_height;
    int kernel_width;
    int bits;
    int low;               /* lowest code */
    float alpha;           /* step size */
    const uint8_t *codes;
    const float *bias;     /* [outputs] */
    int relu;              /* 1: negative sums become 0 */
    int pool;              /* 1: 2x2 max-pooling after that */
    float activation_alpha; /* > 0: the result is rounded to activation_alpha * (0..activation_high) */
    int activation_high;
} gs_layer;

)";

} // namespace

std::string weightsHeader(const FinalisedNet& net)
{
    requireCodes(net);
    std::string text = "/* A network trained and quantized with Gridscope " + std::string(run::programVersion()) + ": "
                       + net.config.network + ", method " + net.config.method + ", step " + std::to_string(net.step)
                       + ".\n   Weights: " + run::thousands(net.payloadBytes())
                       + " bytes of packed codes. classify.c shows how to use them. */\n#ifndef GRIDSCOPE_WEIGHTS_H\n"
                         "#define GRIDSCOPE_WEIGHTS_H\n\n#include <stdint.h>\n\n";
    text += define("GS_CHANNELS", net.channels) + define("GS_HEIGHT", net.height) + define("GS_WIDTH", net.width)
            + define("GS_CLASSES", net.classes) + define("GS_LAYERS", std::int64_t(net.layers.size()))
            + define("GS_MOST_VALUES", most(net)) + define("GS_PAYLOAD_BYTES", net.payloadBytes())
            + define("GS_INPUT_IS_BYTES", net.isPicture ? 1 : 0);
    text += "static const float gs_mean = " + floatText(net.mean)
            + "; /* the input is (byte / 255 - mean) / deviation */\nstatic const float gs_deviation = "
            + floatText(net.deviation) + ";\n" + layout;
    for (const auto& layer : net.layers) {
        text += codesArray(layer) + arrayText("float gs_" + layer.name + "_bias", layer.bias, floatText) + "\n";
    }
    text += "static const gs_layer gs_network[GS_LAYERS] = {\n";
    for (const auto& layer : net.layers) { text += layerRow(layer); }
    return text + "};\n\n#endif\n";
}

std::string classifyExample(const FinalisedNet& net)
{
    requireCodes(net);
    const std::string input = net.isPicture ? "bytes, one for each pixel, row by row" : "32-bit floats as in memory";
    return R"(/* Classifies pictures with the network of weights.h: reads them from a file one after the other (raw )"
           + input + R"()
   and prints the class of each. Needs nothing but C99.
       cc -O2 classify.c -o classify -lm && ./classify PICTURES */
#include "weights.h"

#include <math.h>
#include <stdio.h>

static float values[2][GS_MOST_VALUES];

static float weight(const gs_layer *layer, long index)
{
    long bit = index * layer->bits;
    int code = 0;
    for (int i = 0; i < layer->bits; ++i, ++bit) {
        code |= ((layer->codes[bit / 8] >> (bit % 8)) & 1) << i;
    }
    return layer->alpha * (float)(layer->low + code);
}

static void convolve(const gs_layer *layer, int height, int width, const float *x, float *y)
{
    const int rows = height - layer->kernel_height + 1, columns = width - layer->kernel_width + 1;
    long index = 0;
    for (int out = 0; out < layer->outputs; ++out) {
        float *plane = y + (long)out * rows * columns;
        for (int i = 0; i < rows * columns; ++i) { plane[i] = layer->bias[out]; }
        for (int in = 0; in < layer->inputs; ++in) {
            for (int dy = 0; dy < layer->kernel_height; ++dy) {
                for (int dx = 0; dx < layer->kernel_width; ++dx) {
                    const float w = weight(layer, index++);
                    for (int row = 0; row < rows; ++row) {
                        const float *from = x + ((long)in * height + row + dy) * width + dx;
                        for (int column = 0; column < columns; ++column) { plane[row * columns + column] += w * from[column]; }
                    }
                }
            }
        }
    }
}

static void connect(const gs_layer *layer, const float *x, float *y)
{
    long index = 0;
    for (int out = 0; out < layer->outputs; ++out) {
        float sum = layer->bias[out];
        for (int in = 0; in < layer->inputs; ++in) { sum += weight(layer, index++) * x[in]; }
        y[out] = sum;
    }
}

static void pool(int planes, int height, int width, float *x)
{
    const int rows = height / 2, columns = width / 2;
    for (int plane = 0; plane < planes; ++plane) {
        for (int row = 0; row < rows; ++row) {
            for (int column = 0; column < columns; ++column) {
                const float *corner = x + ((long)plane * height + 2 * row) * width + 2 * column;
                const float top = fmaxf(corner[0], corner[1]), bottom = fmaxf(corner[width], corner[width + 1]);
                x[((long)plane * rows + row) * columns + column] = fmaxf(top, bottom);
            }
        }
    }
}

static void round_activations(const gs_layer *layer, long count, float *x)
{
    for (long i = 0; i < count; ++i) {
        const float code = floorf(x[i] / layer->activation_alpha + 0.5f); /* halves go up */
        const float high = (float)layer->activation_high;
        x[i] = layer->activation_alpha * (code < 0 ? 0 : code > high ? high : code);
    }
}

/* The logits of the picture in values[0]. */
static const float *forward(void)
{
    int height = GS_HEIGHT, width = GS_WIDTH, current = 0;
    for (int i = 0; i < GS_LAYERS; ++i, current = 1 - current) {
        const gs_layer *layer = &gs_network[i];
        float *y = values[1 - current];
        if (layer->channels > 0) {
            convolve(layer, height, width, values[current], y);
            height -= layer->kernel_height - 1;
            width -= layer->kernel_width - 1;
        } else {
            connect(layer, values[current], y);
            height = width = 1;
        }
        if (layer->relu) {
            for (long k = 0; k < (long)layer->outputs * height * width; ++k) { y[k] = fmaxf(y[k], 0); }
        }
        if (layer->pool) {
            pool(layer->outputs, height, width, y);
            height /= 2;
            width /= 2;
        }
        if (layer->activation_alpha > 0) { round_activations(layer, (long)layer->outputs * height * width, y); }
    }
    return values[current];
}

static int read_picture(FILE *file)
{
    enum { count = GS_CHANNELS * GS_HEIGHT * GS_WIDTH };
#if GS_INPUT_IS_BYTES
    static uint8_t bytes[count];
    if (fread(bytes, 1, count, file) != count) { return 0; }
    for (int i = 0; i < count; ++i) { values[0][i] = ((float)bytes[i] / 255.0f - gs_mean) / gs_deviation; }
    return 1;
#else
    return fread(values[0], sizeof(float), count, file) == count;
#endif
}

int main(int argc, char **argv)
{
    FILE *file = argc > 1 ? fopen(argv[1], "rb") : stdin;
    if (!file) {
        fprintf(stderr, "classify: cannot read %s\n", argv[1]);
        return 2;
    }
    while (read_picture(file)) {
        const float *logits = forward();
        int best = 0;
        for (int i = 1; i < GS_CLASSES; ++i) {
            if (logits[i] > logits[best]) { best = i; }
        }
        printf("%d\n", best);
    }
    return 0;
}
)";
}

} // namespace gridscope
