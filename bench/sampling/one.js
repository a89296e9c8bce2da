// ONNX Runtime's side: node bench/sampling/one.js file batch latent seconds
// Prints what one.lua prints.
const ort = require("onnxruntime-node");
const fs = require("fs");
const [file, batch, latent, seconds] = process.argv.slice(2);

function cpu() {
  const use = process.cpuUsage();
  return (use.user + use.system) / 1e6;
}

async function main() {
  const session = await ort.InferenceSession.create(file, {
    executionProviders: ["cpu"], graphOptimizationLevel: "all",
    intraOpNumThreads: 1, interOpNumThreads: 1, executionMode: "sequential"});
  const count = batch * latent;
  const z = Float32Array.from({length: count}, (_, k) => 7 * k % 97 / 48 - 1);
  const feeds = {[session.inputNames[0]]:
    new ort.Tensor("float32", z, [Number(batch), Number(latent)])};
  const run = async () => (await session.run(feeds))[session.outputNames[0]];
  const image = (await run()).data;
  const square = image.reduce((sum, x) => sum + x * x, 0) / image.length;
  const times = [];
  const enough = cpu() + Number(seconds);
  while (cpu() < enough || times.length < 3) {
    const start = cpu();
    await run();
    times.push(cpu() - start);
  }
  times.sort((a, b) => a - b);
  const status = fs.readFileSync("/proc/self/status", "utf8");
  const peak = /VmHWM:\s*(\d+)/.exec(status)[1];
  console.log(square, times[times.length >> 1], peak);
}

main();
