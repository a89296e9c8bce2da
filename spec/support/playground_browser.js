// Plays with the generators of reports, in headless Chromium, and prints what
// it saw as JSON: node playground_browser.js CHROMIUM REQUESTS. REQUESTS is a
// file of JSON, a list of {page, states}: pictures of these states are drawn by
// the page's own program.
"use strict";

const fs = require("fs");
const {launch, newTab} = require("./browser");
const [, , executablePath, requests] = process.argv;
const PROGRAM = ["network.js", "playground.js"].map((name) =>
  fs.readFileSync(`lua/lunette/report/page/${name}`, "utf8")).join("\n");

// A frame, and what was asked for in it has been drawn.
const drawn = (tab) => tab.evaluate(() => new Promise((done) =>
  requestAnimationFrame(() => requestAnimationFrame(done))));

// Read from a copy: a canvas that is read often is another kind of canvas.
const pixels = async (tab) => {
  await drawn(tab);
  return tab.$eval("#drawn", (canvas) => {
    const {width, height} = canvas, copy = document.createElement("canvas");
    copy.width = width;
    copy.height = height;
    const context = copy.getContext("2d", {willReadFrequently: true});
    context.drawImage(canvas, 0, 0);
    return Array.from(context.getImageData(0, 0, width, height).data);
  });
};

async function use(tab) {
  const found = {first: await pixels(tab)};
  for (const id of ["direction-1", "direction-2", "truncation"]) {
    await tab.focus(`#${id}`);
    for (let k = 0; k < 10; k++) await tab.keyboard.press("ArrowLeft");
    found[id] = await pixels(tab);
  }
  await tab.click("#back");
  found.back = await pixels(tab);
  await tab.focus("#renew");
  await tab.keyboard.press("Enter");
  found.renewed = await pixels(tab);
  found.classes = [];
  for (const button of await tab.$$(".class")) {
    await button.click();
    found.classes.push({pixels: await pixels(tab),
                        pressed: await tab.$$eval("[aria-pressed='true']",
                          (list) => list.map((node) => node.textContent))});
  }
  return found;
}

// By the program of the page, put there once more to be reached.
async function drawStates(tab, states) {
  await tab.addScriptTag({content: `${PROGRAM}
    window.playground = {generatorOf};`});
  return tab.evaluate((list) => {
    const text = document.getElementById("data").textContent;
    const {draw} = window.playground.generatorOf(JSON.parse(text).playground);
    return list.map((state) => Array.from(draw(state)));
  }, states);
}

async function look(browser, {page, states}) {
  const seen = {console: []};
  const tab = await newTab(browser);
  tab.on("console", (m) => seen.console.push(m.text()));
  tab.on("pageerror", (e) => seen.console.push(e.message));
  await tab.goto(`file://${page}`);
  seen.text = await tab.innerText("#play");
  if (await tab.$("#drawn")) {
    seen.used = await use(tab);
    seen.unnamed = await tab.$$eval("#play input, #play button", (list) =>
      list.filter((node) => !(node.labels && node.labels.length ||
                              node.textContent.trim())).length);
    await tab.setViewportSize({width: 400, height: 800});
    seen.width = await tab.evaluate(() => document.documentElement.scrollWidth);
    seen.states = await drawStates(tab, states);
  }
  await tab.close();
  return seen;
}

(async () => {
  const browser = await launch(executablePath);
  const list = [];
  for (const request of JSON.parse(fs.readFileSync(requests, "utf8"))) {
    list.push(await look(browser, request));
  }
  console.log(JSON.stringify(list));
  await browser.close();
})();
