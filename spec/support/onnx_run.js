// ONNX Runtime on many files: node spec/support/onnx_run.js manifest.json
// The manifest is a list of {file, feeds: [{name, type, dims, file}]}. Elements
// of the k-th result, as they lie in memory, go to FILE.k; what is printed is a
// list of {outputs: [{name, type, dims}]} or {error}.
const ort = require("onnxruntime-node");
const fs = require("fs");

const arrays = {float32: Float32Array, int64: BigInt64Array};

function tensor(feed) {
  const bytes = fs.readFileSync(feed.file);
  const whole = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length);
  return new ort.Tensor(feed.type, new arrays[feed.type](whole), feed.dims);
}

async function run(job) {
  const session = await ort.InferenceSession.create(job.file, {
    executionProviders: ["cpu"], intraOpNumThreads: 1, interOpNumThreads: 1, logSeverityLevel: 3});
  const feeds = {};
  for (const feed of job.feeds) feeds[feed.name] = tensor(feed);
  const results = await session.run(feeds);
  const outputs = session.outputNames.map((name, k) => {
    const y = results[name];
    fs.writeFileSync(`${job.file}.${k + 1}`, Buffer.from(y.data.buffer, y.data.byteOffset, y.data.byteLength));
    return {name, type: y.type, dims: Array.from(y.dims)};
  });
  await session.release();
  return {outputs};
}

async function main() {
  const jobs = JSON.parse(fs.readFileSync(process.argv[2], "utf8"));
  const results = [];
  for (const job of jobs) results.push(await run(job).catch((e) => ({error: String(e.message || e)})));
  console.log(JSON.stringify(results));
}

main();
