"use strict";
// Run by browser.rs: node browser.cjs URL PLAN PDF HOSTILE PICTURES
const assert = require("node:assert/strict");
const fs = require("node:fs");
const path = require("node:path");
const { chromium } = require("playwright-core");

const [url, plan, pdf, hostile, pictures] = process.argv.slice(2);
const executablePath = process.env.VANBAN_CHROMIUM || "/usr/bin/chromium";

async function main() {
  const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] });
  const context = await browser.newContext({ locale: "vi-VN", viewport: { width: 1360, height: 860 }, acceptDownloads: true });
  // However busy the machine is.
  context.setDefaultTimeout(180_000);
  const page = await context.newPage();
  const troubles = [];
  const outside = [];
  page.on("pageerror", (error) => troubles.push(String(error)));
  page.on("console", (message) => { if (message.type() === "error") troubles.push(message.text()); });
  page.on("dialog", async (dialog) => { troubles.push("dialog: " + dialog.message()); await dialog.dismiss(); });
  page.on("request", (request) => { if (!request.url().startsWith(url)) outside.push(request.url()); });
  const shot = (name) => page.screenshot({ path: path.join(pictures, name + ".png") });

  // Search, with the keyboard alone, without marks.
  await page.goto(url);
  await shot("home");
  await page.keyboard.press("/");
  await page.keyboard.type("giam ngheo ben vung");
  await page.keyboard.press("Enter");
  await page.waitForURL(/q=giam/);
  assert.ok(await page.locator(".hit").count() >= 1, "nothing was found");
  await shot("search");

  // Filter by kind, and take it back.
  const before = await page.locator(".hit").count();
  await page.locator(".facet a", { hasText: "Kế hoạch" }).first().click();
  await page.waitForURL(/kind=KH/);
  assert.ok(await page.locator(".hit").count() <= before);
  assert.equal(await page.locator(".facet a[aria-current]").count(), 1);
  await page.locator(".facet a[aria-current]").click();

  // Open the document, from a value to its place and back.
  await page.goto(`${url}/?q=31%2FKH-UBND`);
  await page.locator(".hit h3 a").first().click();
  await page.waitForURL(/\/documents\//);
  assert.ok(page.url().includes(plan), "the number leads to the document that has it");
  await shot("document");
  const target = page.locator("#target-0");
  await target.locator("a.to").click();
  const place = page.locator("[data-entries~='target-0']").first();
  assert.match(await place.getAttribute("class"), /flash/);
  assert.ok(await place.evaluate((element) => element === document.activeElement));
  await page.keyboard.press("Enter");
  assert.match(await target.getAttribute("class"), /flash/, "back from the place to the value");

  // Correct a value.
  await target.locator("a.fix").click();
  await page.waitForURL(/edit=target-0/);
  await shot("correct");
  const form = page.locator("form.correction");
  await form.locator("[name='new.value']").fill("4.25");
  await form.locator("[name='who']").fill("Nguyễn Thị Thử");
  await form.locator("[name='note']").fill("theo bản giấy");
  await form.locator("button[value='correct']").click();
  await page.waitForURL((to) => !to.search.includes("edit"));
  assert.match(await page.locator("#target-0").innerText(), /4,25/);
  assert.match(await page.locator("#target-0").innerText(), /đã sửa/);
  await shot("corrected");
  // Take out what is no target, and put it back.
  await page.locator("#target-2 a.fix").click();
  await page.waitForURL(/edit=target-2/);
  await page.locator("form.correction button[value='remove']").click();
  await page.waitForURL((to) => !to.search.includes("edit"));
  assert.equal(await page.locator("#target-2").count(), 0);
  await shot("removed");
  await page.locator("#removed + ul form button").click();
  await page.locator("#target-2").waitFor();
  assert.equal(await page.locator("#removed").count(), 0);

  await page.goto(`${url}/corrections`);
  assert.match(await page.locator("main").innerText(), /Nguyễn Thị Thử/);
  await shot("corrections");

  // Save the table.
  await page.goto(`${url}/targets?q=ho+ngheo`);
  await shot("targets");
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.locator(".downloads a", { hasText: "CSV" }).click(),
  ]);
  const saved = fs.readFileSync(await download.path(), "utf8");
  assert.match(saved, /4\.25/);
  assert.match(download.suggestedFilename(), /\.csv$/);

  // The pictures of a PDF.
  await page.goto(`${url}/documents/${pdf}`);
  await page.waitForFunction(() => { const image = document.querySelector(".sheet img"); return image && image.complete && image.naturalWidth > 0; });
  await page.locator(".values a.to").first().click();
  assert.ok(await page.locator(".sheet a.flash").count() >= 1);
  await shot("pdf");

  // A document that would like to run something.
  for (const address of ["", "?view=text", "/citations", "/cascade"]) await page.goto(`${url}/documents/${hostile}${address}`);
  await page.goto(`${url}/?q=${encodeURIComponent("<script>alert(1)</script>")}`);

  for (const [name, address] of [["review", "/review?severity=info"], ["status", "/status"], ["failures", "/failures"],
    ["citations", "/citations"], ["graph", `/documents/${plan}/citations`], ["cascade", `/documents/${plan}/cascade`]]) {
    await page.goto(url + address);
    await shot(name);
  }

  // The other theme, and a phone.
  await page.goto(url);
  await page.locator("#theme").click();
  assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), "dark");
  await shot("home-dark");
  for (const [name, address] of [["document-dark", `/documents/${plan}#target-0`], ["targets-dark", "/targets?q=ho+ngheo"],
    ["search-dark", "/?q=ke+hoach"], ["graph-dark", `/documents/${plan}/citations`]]) {
    await page.goto(url + address);
    await page.waitForTimeout(300);
    await shot(name);
  }
  await page.locator("#theme").click();
  await page.setViewportSize({ width: 390, height: 800 });
  for (const [name, address] of [["phone-home", "/"], ["phone-search", "/?q=ke+hoach"], ["phone-document", `/documents/${plan}`],
    ["phone-targets", "/targets?q=ho+ngheo"], ["phone-review", "/review?severity=info"], ["phone-graph", `/documents/${plan}/citations`]]) {
    await page.goto(url + address);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert.ok(wide <= 1, `${name} is wider than the phone by ${wide}`);
    await shot(name);
  }
  await page.goto(`${url}/documents/${plan}`);
  await page.locator(".switch a").nth(1).click();
  await page.locator("#target-0 a.to").click();
  assert.ok(await page.locator("#text").isVisible(), "the place is shown where one column has room");
  await page.locator(".switch a").nth(1).click();
  await shot("phone-record");

  // Without scripts.
  const plain = await browser.newContext({ javaScriptEnabled: false, locale: "en-GB" });
  const bare = await plain.newPage();
  await bare.goto(`${url}/documents/${plan}`);
  assert.equal(await bare.locator("html").getAttribute("lang"), "en");
  await bare.locator("#target-0 a.to").click();
  assert.match(bare.url(), /#at-target-0$/);
  await bare.locator("[data-entries~='target-0']").first().click();
  assert.match(bare.url(), /#target-0$/);

  // Text stands out from its ground as WCAG asks of level AA.
  for (const theme of ["light", "dark"]) {
    const themed = await browser.newContext({ colorScheme: theme, viewport: { width: 1360, height: 860 } });
    const looked = await themed.newPage();
    for (const address of ["/", "/?q=ke+hoach", `/documents/${plan}`, "/targets", "/review?severity=info", "/status", "/failures"]) {
      await looked.goto(url + address);
      const poor = await looked.evaluate(() => {
        const channel = (value) => { const part = value / 255; return part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4; };
        const parse = (color) => (color.match(/[\d.]+/g) || []).map(Number);
        const light = ([r, g, b]) => 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
        const ground = (element) => {
          for (let at = element; at; at = at.parentElement) {
            const color = parse(getComputedStyle(at).backgroundColor);
            if (color.length === 3 || color[3] > 0.99) return color;
          }
          return [255, 255, 255];
        };
        const list = [];
        for (const element of document.querySelectorAll("body *")) {
          const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
          if (!own || element.closest("svg") || !element.getClientRects().length) continue;
          const style = getComputedStyle(element);
          const [a, b] = [light(parse(style.color)), light(ground(element))];
          const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
          const large = parseFloat(style.fontSize) >= 24 || (parseFloat(style.fontSize) >= 18.66 && style.fontWeight >= 600);
          if (ratio < (large ? 3 : 4.5)) list.push(`${element.tagName}.${element.className} ${ratio.toFixed(2)} ${element.textContent.trim().slice(0, 30)}`);
        }
        return [...new Set(list)].slice(0, 10);
      });
      assert.deepEqual(poor, [], `${theme} ${address}`);
    }
  }

  assert.deepEqual(outside, [], "requests to elsewhere");
  assert.deepEqual(troubles, []);
  await browser.close();
  console.log("all passed");
}

main().catch((error) => { console.error(error); process.exit(1); });
