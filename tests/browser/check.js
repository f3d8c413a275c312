// Open each page in Chromium: node check.js CHROMIUM OUTPUT_FOLDER PAGE...
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename } from "node:path";
import { pathToFileURL } from "node:url";
import { HtmlValidate } from "html-validate";
import puppeteer from "puppeteer-core";

const [chromium, folder, ...pages] = process.argv.slice(2);
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const WIDTHS = [320, 800, 1600];
const THEMES = ["light", "dark"];
const PAPER = { A4: 794, Letter: 816 }; // the width of a sheet in CSS pixels
const MARGINS = 121; // 16 mm on either side
const FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync"];

let passed = 0;
let failed = 0;
function check(name, problems) {
  if (problems.length === 0) passed += 1;
  else {
    failed += 1;
    console.log(`FAILED ${name}`);
    for (const problem of problems.slice(0, 5)) console.log(`  ${problem}`);
  }
}

// A tab that remembers what a quiet page must not have: messages, errors, dialogs, requests beside the file itself.
async function open(browser, url, bypass = false) {
  const tab = await browser.newPage();
  const noise = [];
  tab.on("console", (message) => noise.push(`console: ${message.text()}`));
  tab.on("pageerror", (error) => noise.push(`error: ${error.message}`));
  tab.on("dialog", (dialog) => { noise.push(`dialog: ${dialog.message()}`); dialog.dismiss(); });
  tab.on("request", (request) => { if (request.url() !== url) noise.push(`request: ${request.url()}`); });
  await tab.setBypassCSP(bypass); // only for axe, which is a script
  await tab.goto(url);
  return { tab, noise };
}

const tooWide = () => {
  const width = document.documentElement.clientWidth;
  const beyond = [...document.body.querySelectorAll("*")].filter((one) => {
    const box = one.getBoundingClientRect();
    return box.width > 1 && box.right > width + 1 && !one.closest("svg");
  });
  const scrolls = document.documentElement.scrollWidth > width ? [`scrolls to ${document.documentElement.scrollWidth}`] : [];
  return [...scrolls, ...beyond.map((one) => one.outerHTML.slice(0, 120))];
};
const unfold = () => document.querySelectorAll("details").forEach((one) => { one.open = true; });

async function looks(browser, url, name) {
  const { tab, noise } = await open(browser, url);
  for (const theme of THEMES) {
    for (const width of WIDTHS) {
      await tab.emulateMediaFeatures([{ name: "prefers-color-scheme", value: theme }]);
      await tab.setViewport({ width, height: 1200 });
      check(`${name} ${theme} ${width}: nothing scrolls sideways`, await tab.evaluate(tooWide));
      await tab.screenshot({ path: `${folder}/${name}-${theme}-${width}.png` });
    }
  }
  await tab.evaluate(unfold);
  await tab.setViewport({ width: 320, height: 1200 });
  check(`${name}: unfolded, nothing scrolls sideways`, await tab.evaluate(tooWide));
  check(`${name}: no message, no request`, noise);
  await tab.close();
}

async function isAccessible(browser, url, name) {
  const { tab } = await open(browser, url, true);
  await tab.evaluate(axe);
  for (const theme of THEMES) {
    for (const width of [WIDTHS[0], WIDTHS[2]]) {
      await tab.emulateMediaFeatures([{ name: "prefers-color-scheme", value: theme }]);
      await tab.setViewport({ width, height: 1200 });
      // Some evidence unfolded: all of it would take axe minutes and show the same few patterns.
      await tab.evaluate(() => [...document.querySelectorAll("details")].slice(0, 60).forEach((one) => { one.open = true; }));
      const { violations } = await tab.evaluate(() => axe.run(document, { resultTypes: ["violations"] }));
      check(`${name} ${theme} ${width}: axe`, violations.map((one) => `${one.id}: ${one.nodes[0].html.slice(0, 200)}`));
    }
  }
  await tab.close();
}

async function isReachableByKeyboard(browser, url, name) {
  const { tab } = await open(browser, url);
  await tab.keyboard.press("Tab");
  const first = await tab.evaluate(() => [document.activeElement.className, document.activeElement.getBoundingClientRect().top]);
  check(`${name}: the first tab stop is a visible skip link`, first[0] === "skip" && first[1] >= 0 ? [] : [String(first)]);
  const folded = await tab.$("summary");
  await folded.focus();
  await tab.keyboard.press("Enter");
  check(`${name}: Enter unfolds evidence`, (await tab.evaluate(() => document.querySelector("details").open)) ? [] : ["folded"]);
  await tab.close();
}

async function prints(browser, url, name) {
  const { tab } = await open(browser, url);
  await tab.emulateMediaType("print");
  for (const [format, width] of Object.entries(PAPER)) {
    await tab.setViewport({ width: width - MARGINS, height: 1000 });
    check(`${name} ${format}: nothing is cut`, await tab.evaluate(tooWide));
    await tab.pdf({ path: `${folder}/${name}-${format}.pdf`, format, printBackground: true });
  }
  const shown = await tab.evaluate(() => {
    const visible = (one) => one.getClientRects().length > 0;
    const numbers = new Set([...document.querySelectorAll("sup")].filter(visible).flatMap((one) => one.textContent.split(", ")));
    const notes = [...document.querySelectorAll("#s_notes li")].filter(visible);
    return [numbers.size, notes.length, [...document.querySelectorAll("details, nav")].some(visible)];
  });
  check(`${name}: notes replace folded evidence`, shown[0] === shown[1] && shown[1] > 0 && !shown[2] ? [] : [String(shown)]);
  await tab.close();
}

// The policy of the page, and not only what the page happens to hold, keeps it from loading and running anything.
async function isClosed(browser, url, name) {
  const { tab } = await open(browser, url);
  const blocked = await tab.evaluate(async () => {
    const seen = [];
    document.addEventListener("securitypolicyviolation", (event) => seen.push(event.effectiveDirective));
    const script = document.createElement("script");
    script.textContent = "window.ran = true";
    const style = document.createElement("style");
    style.textContent = "body { color: red }";
    const image = document.createElement("img");
    image.src = "data:image/gif;base64,R0lGODlhAQABAAAAACw=";
    document.body.append(script, style, image);
    await fetch("data:,x").catch(() => null);
    await new Promise((resolve) => setTimeout(resolve, 100));
    return [window.ran === true, ...seen.map((directive) => directive.replace(/-(elem|attr)$/, "")).sort()];
  });
  const wanted = "false,connect-src,img-src,script-src,style-src";
  check(`${name}: the policy blocks scripts, styles, images and connections`, String(blocked) === wanted ? [] : [String(blocked)]);
  await tab.close();
}

const validator = new HtmlValidate({ extends: ["html-validate:standard"] });
const browser = await puppeteer.launch({ executablePath: chromium, args: FLAGS });
try {
  for (const page of pages) {
    const [url, name] = [pathToFileURL(page).href, basename(page, ".html")];
    const report = await validator.validateFile(page);
    const messages = report.results.flatMap((one) => one.messages);
    check(`${name}: valid HTML`, messages.map((one) => `${one.line}:${one.column} ${one.ruleId} ${one.message}`));
    for (const test of [looks, isAccessible, isReachableByKeyboard, prints, isClosed]) await test(browser, url, name);
  }
} finally {
  await browser.close();
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
