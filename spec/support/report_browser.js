// Uses a report as a person would, in headless Chromium, and prints what it saw
// as JSON: node report_browser.js CHROMIUM PAGE HOSTILE_PAGE PDF
"use strict";

const {texts, attribute, drawn, open, drag, colours, printed, useKeyboard,
       widths, tell} = require("./tab.js");
const [, , executablePath, page, hostile, pdf] = process.argv;

async function useSlider(tab) {
  const state = async () => ({png: await attribute(tab, ".sample", "src"),
                              alt: await attribute(tab, ".sample", "alt")});
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

async function look(browser, seen) {
  const tab = await open(browser, page, seen);
  seen.slider = await useSlider(tab);
  seen.zoom = await useZoom(tab);
  seen.values = await readValues(tab);
  seen.scales = await useScales(tab);
  seen.keyboard = await useKeyboard(tab);
  seen.themes = await useThemes(browser, seen);
  seen.widths = await widths(browser, page, seen);
  const evil = await open(browser, hostile, seen);
  seen.hostile = {title: await evil.title(), text: await evil.innerText("body"),
                  elements: await evil.$$eval("b, img[src='x'], iframe",
                                              (list) => list.length)};
}

tell(executablePath, look);
