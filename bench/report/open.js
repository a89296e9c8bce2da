// Opens a page in headless Chromium, and prints a line for each thing timed:
// what, a tab, milliseconds. node open.js CHROMIUM PAGE
"use strict";

const {chromium} = require("playwright-core");
const [, , executablePath, page] = process.argv;

// Runs in the page: the median and the longest time until what an input asks
// for has been drawn.
async function inputs([id, count]) {
  const input = document.getElementById(id), times = [];
  const frame = () => new Promise((done) => requestAnimationFrame(done));
  for (let k = 0; k < count; k++) {
    input.value = Number(input.max) * k / count;
    const start = performance.now();
    input.dispatchEvent(new Event("input"));
    await frame();
    await document.getElementById("sample").decode();
    await frame();
    times.push(performance.now() - start);
  }
  times.sort((a, b) => a - b);
  return [times[count >> 1], times[count - 1]];
}

(async () => {
  const browser = await chromium.launch({executablePath,
                                         args: ["--no-sandbox"]});
  const tab = await browser.newPage({viewport: {width: 1400, height: 900}});
  const start = Date.now();
  await tab.goto(`file://${page}`);
  await tab.evaluate(() => new Promise((done) =>
    requestAnimationFrame(() => requestAnimationFrame(done))));
  console.log(`opening it, until it is drawn\t${Date.now() - start}`);
  for (const [id, what] of [["slider", "a step of the slider"],
                            ["smoothing", "a step of the smoothing"]]) {
    const [median, longest] = await tab.evaluate(inputs, [id, 60]);
    console.log(`${what}, two frames of 16 ms\t${median.toFixed(1)}`);
    console.log(`${what}, the longest of 60\t${longest.toFixed(1)}`);
  }
  await browser.close();
})();
