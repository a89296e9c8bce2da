// Uses the page of several runs as a person would, in headless Chromium, and
// prints what it saw as JSON: node compare_browser.js CHROMIUM PAGE HOSTILE PDF
"use strict";

const {texts, drawn, open, drag, colours, printed, useKeyboard, widths, tell} =
  require("./tab.js");
const [, , executablePath, page, hostile, pdf] = process.argv;

const FIRST = "#curves .chart:first-child";
const X = `${FIRST} .axes text.x`, Y = `${FIRST} .axes text.y`;
const OTHER = "#curves .chart:last-child .axes text.x";

const count = (tab, selector) =>
  tab.$$eval(`${FIRST} ${selector}`, (list) => list.length);

// The first chart: what it is called, its lines by name, their values, and how
// they look.
async function chart(tab) {
  return {
    title: (await texts(tab, `${FIRST} h3`))[0],
    legend: await texts(tab, `${FIRST} .legend li`),
    looks: await tab.$$eval(`${FIRST} .line`, (list) => list.map((node) =>
      [node.style.stroke, node.getAttribute("stroke-dasharray")])),
    bands: await count(tab, ".band"), raw: await count(tab, ".raw")};
}

async function samples(tab) {
  const read = () => texts(tab, "#samples figcaption");
  const list = [await read()];
  await tab.focus("#slider");
  for (const key of ["ArrowLeft", "Home"]) {
    await tab.keyboard.press(key);
    list.push(await read());
  }
  return list;
}

// The legend at the first step, which the arrow key goes to.
async function atFirstStep(tab) {
  await tab.focus(`${FIRST} .plot`);
  await tab.keyboard.press("ArrowRight");
  const found = await texts(tab, `${FIRST} .value`);
  await tab.mouse.move(5, 5);
  return found;
}

async function useCurves(tab) {
  const found = {means: await chart(tab), meansFirst: await atFirstStep(tab)};
  const band = () => tab.$eval(`${FIRST} .band`, (n) => n.getAttribute("d"));
  found.band = await band();
  await tab.focus("#smoothing");
  for (let k = 0; k < 60; k++) await tab.keyboard.press("ArrowRight");
  await drawn(tab);
  found.softBand = await band();
  found.soft = await chart(tab);
  await tab.focus("#smoothing");
  await tab.keyboard.press("Home");
  await tab.click("#means");
  await drawn(tab);
  found.single = await chart(tab);
  found.all = await texts(tab, X);
  await drag(tab, 0.4, 0.6);
  found.zoomed = [await texts(tab, X), await texts(tab, OTHER)];
  await tab.keyboard.press("Escape");
  await drawn(tab);
  found.escaped = await texts(tab, X);
  await tab.click("#log");
  await drawn(tab);
  found.log = await texts(tab, Y);
  return found;
}

async function useThemes(browser, seen) {
  const found = {};
  for (const scheme of ["light", "dark"]) {
    const tab = await open(browser, page, seen, {colorScheme: scheme});
    found[scheme] = [await colours(tab), await printed(tab)];
    await tab.pdf({path: pdf, format: "A4"});
    await tab.context().close();
  }
  return found;
}

// What of the tables is wider than the paper, for it would be cut off.
async function cutOnPaper(browser, seen) {
  const viewport = {width: 718, height: 1000}; // A4 without its margins
  const tab = await open(browser, page, seen, {viewport});
  await tab.emulateMedia({media: "print"});
  return tab.$$eval(".scroll", (list) => list
    .filter((node) => node.scrollWidth > node.clientWidth)
    .map((node) => node.getAttribute("aria-label")));
}

tell(executablePath, async (browser, seen) => {
  const tab = await open(browser, page, seen);
  seen.text = await tab.innerText("body");
  seen.samples = await samples(tab);
  seen.curves = await useCurves(tab);
  seen.keyboard = await useKeyboard(tab);
  seen.themes = await useThemes(browser, seen);
  seen.widths = await widths(browser, page, seen);
  seen.cut = await cutOnPaper(browser, seen);
  const evil = await open(browser, hostile, seen);
  seen.hostile = {text: await evil.innerText("body"),
                  elements: await evil.$$eval("b, img[src='x'], iframe",
                                              (list) => list.length)};
});
