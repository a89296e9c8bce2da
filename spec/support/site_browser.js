// Uses the site as a person would, in headless Chromium, and prints what it saw
// as JSON: node site_browser.js CHROMIUM FOLDER
"use strict";

const {launch, newTab} = require("./browser");
const [, , executablePath, folder] = process.argv;

async function open(browser, path, wrong, options) {
  const tab = await newTab(browser, options);
  tab.on("console", (m) => wrong.push(m.text()));
  tab.on("pageerror", (e) => wrong.push(e.message));
  tab.on("request", (r) => {
    if (!r.url().startsWith("file:")) wrong.push(r.url());
  });
  await tab.goto(`file://${folder}/${path}`);
  return tab;
}

const paper = (tab) =>
  tab.evaluate(() => getComputedStyle(document.body).backgroundColor);

async function main() {
  const browser = await launch(executablePath);
  const seen = {wrong: []};
  const tab = await open(browser, "docs/design.html", seen.wrong, {});
  seen.light = await paper(tab);
  await tab.keyboard.press("/");
  await tab.keyboard.type("minibatchdiscrimination");
  seen.first = await tab.$eval("#found a", (node) => node.firstChild.data);
  await tab.keyboard.press("ArrowDown");
  await tab.keyboard.press("Enter");
  await tab.waitForURL(/MinibatchDiscrimination/i);
  seen.went = tab.url();
  await tab.fill("#search", "odena deconvolution");
  seen.within = await tab.$$eval("#found a",
    (list) => list.map((node) => node.firstChild.data).join(", "));
  await tab.fill("#search", "qqzzx");
  seen.nothing = await tab.textContent("#found");
  const small = {viewport: {width: 400, height: 800}, colorScheme: "dark"};
  const narrow = await open(browser, "docs/manual/nn.html", seen.wrong, small);
  seen.dark = await paper(narrow);
  seen.narrow = await narrow.evaluate(
    () => document.documentElement.scrollWidth);
  seen.open = await narrow.$eval("nav details", (node) => node.open);
  await browser.close();
  console.log(JSON.stringify(seen));
}

main();
