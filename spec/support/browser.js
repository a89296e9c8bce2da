// Headless Chromium, as patient as a machine wants on which much else runs.
"use strict";

const {chromium} = require("playwright-core");

const PATIENCE = 300000; // milliseconds

const launch = (executablePath) => chromium.launch({
  executablePath, args: ["--no-sandbox"], timeout: PATIENCE});

async function newTab(browser, options) {
  const context = await browser.newContext(options);
  context.setDefaultTimeout(PATIENCE);
  return context.newPage();
}

module.exports = {launch, newTab};
