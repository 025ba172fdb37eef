// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/export/onnx.h"

#include "core/base/version.h"
#include "core/export/protobuf.h"

namespace gridscope {

namespace {

// Numbers of onnx.proto, IR version 7.
enum Model { IrVersion = 1, Producer = 2, ProducerVersion = 3, ModelGraph = 7, Opset = 8, Metadata = 14 };
enum GraphField { Nodes = 1, GraphName = 2, Initializers = 5, Inputs = 11, Outputs = 12 };
enum Node { NodeInput = 1, NodeOutput = 2, NodeName = 3, Operator = 4, Attributes = 5 };
enum Attribute { AttributeName = 1, AttributeInt = 3, AttributeInts = 8, AttributeType = 20 };
enum TensorField { Dims = 1, DataType = 2, TensorName = 8, RawData = 9 };
enum ElementType { Float = 1, UInt8 = 2, Int8 = 3, Int16 = 5 };

template <typename T>
constexpr ElementType elementTypeOf = Float;
template <>
inline constexpr ElementType elementTypeOf<std::uint8_t> = UInt8;
template <>
inline constexpr ElementType elementTypeOf<std::int8_t> = Int8;
template <>
inline constexpr ElementType elementTypeOf<std::int16_t> = Int16;

using Names = std::vector<std::string>;

Message intAttribute(const std::string& name, std::int64_t value)
{
    constexpr int typeInt = 2;
    return Message().text(AttributeName, name).whole(AttributeInt, value).whole(AttributeType, typeInt);
}

Message intsAttribute(const std::string& name, const std::vector<std::int64_t>& values)
{
    constexpr int typeInts = 7;
    Message attribute;
    attribute.text(AttributeName, name);
    for (const auto value : values) { attribute.whole(AttributeInts, value); }
    return attribute.whole(AttributeType, typeInts);
}

// Builds the graph from input to output; every function returns the name of the tensor that it made.
class GraphWriter {
public:
    template <typename T>
    std::string constant(const std::string& name, const std::vector<std::int64_t>& shape, const std::vector<T>& values)
    {
        Message tensor;
        for (const auto size : shape) { tensor.whole(Dims, size); }
        tensor.whole(DataType, elementTypeOf<T>).text(TensorName, name).raw(RawData, std::span<const T>(values));
        graph_.message(Initializers, tensor);
        return name;
    }
    template <typename T>
    std::string scalar(const std::string& name, T value)
    {
        return constant<T>(name, {}, {value});
    }
    std::string node(const std::string& op, const Names& inputs, const std::string& output,
                     const std::vector<Message>& attributes = {})
    {
        Message node;
        for (const auto& input : inputs) { node.text(NodeInput, input); }
        node.text(NodeOutput, output).text(NodeName, output + "_node").text(Operator, op);
        for (const auto& attribute : attributes) { node.message(Attributes, attribute); }
        graph_.message(Nodes, node);
        return output;
    }
    void name(const std::string& text) { graph_.text(GraphName, text); }
    // -1 stands for the number of pictures.
    void inputOrOutput(GraphField which, const std::string& name, ElementType type,
                       const std::vector<std::int64_t>& shape)
    {
        enum Type {
            ValueName = 1,
            ValueType = 2,
            TensorType = 1,
            Element = 1,
            Shape = 2,
            Dimension = 1,
            Value = 1,
            Symbol = 2
        };
        Message dimensions;
        for (const auto size : shape) {
            dimensions.message(Dimension, size < 0 ? Message().text(Symbol, "N") : Message().whole(Value, size));
        }
        const Message tensor = Message().whole(Element, type).message(Shape, dimensions);
        graph_.message(which,
                       Message().text(ValueName, name).message(ValueType, Message().message(TensorType, tensor)));
    }
    const Message& graph() const { return graph_; }

private:
    Message graph_;
};

std::string standardised(GraphWriter& g, const FinalisedNet& net)
{
    const std::vector<std::int64_t> shape{-1, net.channels, net.height, net.width};
    if (!net.isPicture) {
        g.inputOrOutput(Inputs, "points", Float, shape);
        return "points";
    }
    g.inputOrOutput(Inputs, "pictures", UInt8, shape);
    const auto bytes = g.node("Cast", {"pictures"}, "bytes", {intAttribute("to", Float)});
    const auto levels = g.node("Div", {bytes, g.scalar("most", 255.0F)}, "levels");
    const auto centred = g.node("Sub", {levels, g.scalar("mean", net.mean)}, "centred");
    return g.node("Div", {centred, g.scalar("deviation", net.deviation)}, "standardised");
}

// DequantizeLinear knows no such codes in this opset.
std::string wideWeightOf(GraphWriter& g, const FinalisedLayer& layer)
{
    const auto codes = g.constant(layer.name + "_codes", layer.shape, layer.codes);
    const auto steps = g.node("Cast", {codes}, layer.name + "_steps", {intAttribute("to", Float)});
    return g.node("Mul", {steps, g.scalar(layer.name + "_alpha", layer.quantizer->alpha)}, layer.name + "_weight");
}

std::string weightOf(GraphWriter& g, const FinalisedLayer& layer)
{
    if (!layer.quantizer) { return g.constant(layer.name + "_weight", layer.shape, layer.weights); }
    const auto& q = *layer.quantizer;
    if (layer.isWide()) { return wideWeightOf(g, layer); }
    const std::vector<std::int8_t> bytes(layer.codes.begin(), layer.codes.end());
    const auto codes = g.constant(layer.name + "_codes", layer.shape, bytes);
    const auto clipped = g.node("Clip",
                                {codes, g.scalar(layer.name + "_lowest", std::int8_t(q.grid.low)),
                                 g.scalar(layer.name + "_highest", std::int8_t(q.grid.high))},
                                layer.name + "_clipped");
    return g.node("DequantizeLinear",
                  {clipped, g.scalar(layer.name + "_alpha", q.alpha), g.scalar(layer.name + "_zero", std::int8_t(0))},
                  layer.name + "_weight");
}

std::string quantized(GraphWriter& g, const std::string& layer, const FinalisedQuantizer& q, const std::string& x)
{
    const std::string name = layer + "_activation";
    const auto alpha = g.scalar(name + "_alpha", q.alpha);
    const auto zero = g.scalar(name + "_zero", std::uint8_t(0));
    const auto steps = g.node("Div", {x, alpha}, name + "_steps");
    const auto shifted = g.node("Add", {steps, g.scalar(name + "_half", 0.5F)}, name + "_shifted");
    const auto rounded = g.node("Floor", {shifted}, name + "_rounded");
    const auto codes = g.node("QuantizeLinear", {rounded, g.scalar(name + "_one", 1.0F), zero}, name + "_codes");
    const auto clipped = g.node("Clip",
                                {codes, g.scalar(name + "_lowest", std::uint8_t(q.grid.low)),
                                 g.scalar(name + "_highest", std::uint8_t(q.grid.high))},
                                name + "_clipped");
    return g.node("DequantizeLinear", {clipped, alpha, zero}, name);
}

std::string applied(GraphWriter& g, const FinalisedLayer& layer, std::string x, bool isFlat, bool isLast)
{
    const auto weight = weightOf(g, layer);
    const auto bias = g.constant(layer.name + "_bias", {std::int64_t(layer.bias.size())}, layer.bias);
    const std::string sum = isLast ? "logits" : layer.name + "_sum";
    if (layer.isConvolution()) {
        x = g.node("Conv", {x, weight, bias}, sum, {intsAttribute("kernel_shape", {layer.shape[2], layer.shape[3]})});
    } else {
        if (!isFlat) { x = g.node("Flatten", {x}, layer.name + "_flat", {intAttribute("axis", 1)}); }
        x = g.node("Gemm", {x, weight, bias}, sum, {intAttribute("transB", 1)});
    }
    if (layer.activates) { x = g.node("Relu", {x}, layer.name + "_relu"); }
    if (layer.pools) {
        x = g.node("MaxPool", {x}, layer.name + "_pool",
                   {intsAttribute("kernel_shape", {2, 2}), intsAttribute("strides", {2, 2})});
    }
    return layer.activation ? quantized(g, layer.name, *layer.activation, x) : x;
}

std::string bitsText(const FinalisedNet& net)
{
    std::string text;
    for (const auto& layer : net.layers) {
        text += (text.empty() ? "" : ",") + layer.name + "=" + std::to_string(layer.bits());
    }
    return text;
}

} // namespace

std::string onnxModel(const FinalisedNet& net)
{
    GraphWriter g;
    g.name("gridscope_" + net.config.network);
    std::string x = standardised(g, net);
    bool isFlat = false;
    for (const auto& layer : net.layers) {
        x = applied(g, layer, x, isFlat, &layer == &net.layers.back());
        isFlat = !layer.isConvolution();
    }
    g.inputOrOutput(Outputs, "logits", Float, {-1, net.classes});

    constexpr int irVersion = 7;
    constexpr int opset = 13;
    const auto fact = [](const std::string& key, const std::string& value) {
        return Message().text(1, key).text(2, value);
    };
    return Message()
        .whole(IrVersion, irVersion)
        .text(Producer, "gridscope")
        .text(ProducerVersion, run::programVersion())
        .message(ModelGraph, g.graph())
        .message(Opset, Message().text(1, "").whole(2, opset))
        .message(Metadata, fact("method", net.config.method))
        .message(Metadata, fact("bits", bitsText(net)))
        .message(Metadata, fact("payload_bytes", std::to_string(net.payloadBytes())))
        .message(Metadata, fact("step", std::to_string(net.step)))
        .bytes();
}

} // namespace gridscope
