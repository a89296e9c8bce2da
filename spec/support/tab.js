// A page of runs in headless Chromium: what scripts share that use one as a
// person would.
"use strict";

const {launch, newTab} = require("./browser");

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
  const tab = await newTab(browser, {viewport, ...options});
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

// Drags across a plot, from and to being shares of its width.
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

// How wide a page is on a telephone and on a screen, by what these have.
async function widths(browser, page, seen) {
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

// Prints as JSON what look(browser, seen) adds to `seen`.
async function tell(executablePath, look) {
  const browser = await launch(executablePath);
  const seen = {console: [], requests: []};
  await look(browser, seen);
  console.log(JSON.stringify(seen));
  await browser.close();
}

module.exports = {texts, attribute, drawn, open, drag, colours, printed,
                  useKeyboard, widths, tell};
