// SPDX-License-Identifier: GPL-3.0-or-later
// node onnx_classes.js MODEL PICTURES all|disabled : the class of each picture as onnxruntime sees it, one a line.
const fs = require("fs");
const ort = require("onnxruntime-node");

async function main() {
    const [model, pictures, level] = process.argv.slice(2);
    const session = await ort.InferenceSession.create(model, { graphOptimizationLevel: level, logSeverityLevel: 3 });
    const bytes = new Uint8Array(fs.readFileSync(pictures));
    const { type, shape } = session.inputMetadata[0];
    const values = type === "uint8" ? bytes : new Float32Array(bytes.buffer);
    const count = values.length / shape.slice(1).reduce((a, b) => a * b, 1);
    const input = new ort.Tensor(type, values, [count, ...shape.slice(1)]);
    const { logits } = await session.run({ [session.inputNames[0]]: input });
    const classes = logits.dims[1];
    for (let i = 0; i < count; ++i) {
        const row = logits.data.slice(i * classes, (i + 1) * classes);
        console.log(row.indexOf(Math.max(...row)));
    }
}
main().catch((error) => { console.error(String(error)); process.exit(1); });
