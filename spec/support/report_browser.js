// Uses a report as a person would, in headless Chromium, and prints what it saw
// as JSON: node report_browser.js CHROMIUM PAGE HOSTILE_PAGE PDF
"use strict";

const {chromium} = require("playwright-core");
const [, , executablePath, page, hostile, pdf] = process.argv;

const texts = (tab, selector) =>
  tab.$$eval(selector, (list) => list.map((node) => node.textContent));
const attribute = (tab, selector, name) =>
  tab.$eval(selector, (node, n) => node.getAttribute(n), name);

// Two frames: what was asked for has been drawn.
const drawn = (tab) => tab.evaluate(() => new Promise((done) =>
  requestAnimationFrame(() => requestAnimationFrame(done))));

// A tab with a page in it; what goes wrong there is added to `seen`.
async function open(browser, path, seen, options) {
  const viewport = {width: 1400, height: 900};
  const context = await browser.newContext({viewport, ...options});
  const tab = await context.newPage();
  tab.on("console", (m) => seen.console.push(m.text()));
  tab.on("pageerror", (e) => seen.console.push(e.message));
  tab.on("dialog", (d) => { seen.console.push(d.message()); d.dismiss(); });
  tab.on("request", (r) => {
    if (!/^data:/.test(r.url())) seen.requests.push(r.url());
  });
  await tab.goto(`file://${path}`);
  await drawn(tab);
  return tab;
}

async function useSlider(tab) {
  const state = async () => ({png: await attribute(tab, "#sample", "src"),
                              alt: await attribute(tab, "#sample", "alt")});
  const list = [await state()];
  await tab.focus("#slider");
  for (const key of ["ArrowLeft", "Home", "ArrowRight"]) {
    await tab.keyboard.press(key);
    list.push(await state());
  }
  await tab.click("[aria-label='Samples of the next step']");
  list.push(await state());
  return {max: await attribute(tab, "#slider", "max"), list};
}

async function drag(tab, from, to) {
  const plot = await tab.$("#curves .plot");
  await plot.scrollIntoViewIfNeeded();
  const box = await plot.boundingBox();
  const y = box.y + box.height / 2, x = (share) => box.x + box.width * share;
  await tab.mouse.move(x(from), y);
  await tab.mouse.down();
  await tab.mouse.move(x((from + to) / 2), y);
  await tab.mouse.move(x(to), y);
  await tab.mouse.up();
  await drawn(tab);
}

const X = "#curves .chart:first-child .axes text.x";
const Y = "#curves .chart:first-child .axes text.y";
const OTHER = "#layers .chart:first-child .axes text.x";

async function useZoom(tab) {
  const found = {all: await texts(tab, X), others: await texts(tab, OTHER)};
  await drag(tab, 0.4, 0.6);
  found.dragged = await texts(tab, X);
  found.othersDragged = await texts(tab, OTHER);
  await tab.dblclick("#curves .plot");
  await drawn(tab);
  found.doubleClicked = await texts(tab, X);
  await drag(tab, 0.4, 0.6);
  await tab.keyboard.press("Escape");
  await drawn(tab);
  found.escaped = await texts(tab, X);
  await tab.focus("#curves .plot");
  await tab.keyboard.press("+");
  await drawn(tab);
  found.plus = await texts(tab, X);
  await tab.click("#reset");
  await drawn(tab);
  found.button = await texts(tab, X);
  return found;
}

// The values beside the names of the first chart, at the first step and then.
async function readValues(tab) {
  await tab.mouse.move(5, 5);
  await tab.focus("#curves .plot");
  const read = async () => ({
    step: (await texts(tab, "#curves .chart:first-child .step"))[0],
    values: await texts(tab, "#curves .chart:first-child .value")});
  const list = [await read()];
  for (let k = 0; k < 2; k++) {
    await tab.keyboard.press("ArrowRight");
    list.push(await read());
  }
  return list;
}

async function useScales(tab) {
  const line = () => attribute(tab, "#curves .line", "d");
  const count = (selector) => tab.$$eval(selector, (list) => list.length);
  const found = {rough: await line(), linear: await texts(tab, Y),
                 rawBefore: await count("#curves .raw")};
  await tab.focus("#smoothing");
  for (let k = 0; k < 60; k++) await tab.keyboard.press("ArrowRight");
  await drawn(tab);
  Object.assign(found, {smooth: await line(), raw: await count("#curves .raw"),
                        weight: (await texts(tab, "#curves output"))[0]});
  await tab.focus("#log");
  await tab.keyboard.press("Space");
  await drawn(tab);
  found.log = await texts(tab, Y);
  return found;
}

const colours = (tab) => tab.evaluate(() => {
  const style = getComputedStyle(document.body);
  return [style.backgroundColor, style.color];
});

// On paper, and on the screen again.
async function printed(tab) {
  await tab.emulateMedia({media: "print"});
  const found = await colours(tab);
  await tab.emulateMedia({media: "screen"});
  return found;
}

async function useThemes(browser, seen) {
  const found = {};
  for (const scheme of ["light", "dark"]) {
    const tab = await open(browser, page, seen, {colorScheme: scheme});
    found[scheme] = await colours(tab);
    found[`${scheme}Printed`] = await printed(tab);
    await tab.click("#theme");
    found[`${scheme}Clicked`] = await colours(tab);
    found[`${scheme}ClickedPrinted`] = await printed(tab);
    await tab.pdf({path: pdf, format: "A4"});
    await tab.context().close();
  }
  return found;
}

// Elements that somebody who does not see them is told nothing of; and the
// outlines of all that the tab key reaches.
async function useKeyboard(tab) {
  const unnamed = await tab.$$eval("input, button, img, svg.plot", (list) =>
    list.filter((node) => !(node.getAttribute("aria-label") ||
      node.getAttribute("alt") || node.labels && node.labels.length ||
      node.tagName === "BUTTON" && node.textContent.trim()))
      .map((node) => node.outerHTML.slice(0, 80)));
  const reached = [], bare = [];
  await tab.evaluate(() => { document.activeElement.blur(); scrollTo(0, 0); });
  for (let k = 0; k < 40; k++) {
    await tab.keyboard.press("Tab");
    const [name, outline] = await tab.evaluate(() => {
      const node = document.activeElement;
      return [node.id || node.getAttribute("class") || node.tagName,
              getComputedStyle(node).outlineStyle];
    });
    reached.push(name);
    if (outline === "none" && name !== "BODY") bare.push(name);
  }
  return {unnamed, reached, bare};
}

async function widths(browser, seen) {
  const found = {};
  for (const width of [400, 1400]) {
    const tab = await open(browser, page, seen,
                           {viewport: {width, height: 800}});
    found[width] = await tab.evaluate(() =>
      document.documentElement.scrollWidth);
    await tab.context().close();
  }
  return found;
}

async function look(browser) {
  const seen = {console: [], requests: []};
  const tab = await open(browser, page, seen);
  seen.slider = await useSlider(tab);
  seen.zoom = await useZoom(tab);
  seen.values = await readValues(tab);
  seen.scales = await useScales(tab);
  seen.keyboard = await useKeyboard(tab);
  seen.themes = await useThemes(browser, seen);
  seen.widths = await widths(browser, seen);
  const evil = await open(browser, hostile, seen);
  seen.hostile = {title: await evil.title(), text: await evil.innerText("body"),
                  elements: await evil.$$eval("b, img[src='x'], iframe",
                                              (list) => list.length)};
  return seen;
}

(async () => {
  const browser = await chromium.launch({executablePath,
                                         args: ["--no-sandbox"]});
  console.log(JSON.stringify(await look(browser)));
  await browser.close();
})();
