// What ONNX Runtime makes of models: node spec/onnx/run.js jobs.json
// jobs: [{file, inputs: [{type, dims, data}]}]; prints, as JSON, for each the
// outputs [{dims, data}], or its message as a text.
const ort = require("onnxruntime-node");
const fs = require("fs");

const arrays = {float32: Float32Array, int64: BigInt64Array, bool: Uint8Array};

function tensor(x) {
  const data = x.type === "int64" ? x.data.map(BigInt) : x.data;
  return new ort.Tensor(x.type, arrays[x.type].from(data), x.dims);
}

async function run(job) {
  const session = await ort.InferenceSession.create(job.file, {
    executionProviders: ["cpu"], intraOpNumThreads: 1, logSeverityLevel: 4});
  const feeds = {};
  session.inputNames.forEach((name, k) => {
    feeds[name] = tensor(job.inputs[k]);
  });
  const results = await session.run(feeds);
  return session.outputNames.map((name) => ({
    dims: Array.from(results[name].dims),
    data: Array.from(results[name].data, Number)}));
}

async function main() {
  const results = [];
  for (const job of JSON.parse(fs.readFileSync(process.argv[2], "utf8"))) {
    results.push(await run(job).catch((e) => String(e.message)));
  }
  console.log(JSON.stringify(results));
}

main();
