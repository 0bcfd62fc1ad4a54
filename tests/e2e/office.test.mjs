// A saved web page goes to a worker of its own; a PDF needs nothing more once the page is loaded, not even a network.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { open, root } from "./harness.mjs";
import { dropFile, inked } from "./dropping.mjs";

let session, page, loaded;

before(async () => {
  session = await open();
  page = session.page;
  await page.getByRole("button", { name: "看示例" }).waitFor();
  await page.waitForLoadState("networkidle");
  loaded = session.requests.length;
});
after(() => session?.close());

const later = () => session.requests.slice(loaded).filter((url) => !/^(blob|data):/.test(url));

/** A text whose tables are lines with tabs, as a web page. */
function asHtml(text) {
  const rows = [];
  const body = [];
  const flush = () => {
    if (rows.length > 0) body.push(`<table border="1">${rows.splice(0).join("")}</table>`);
  };
  for (const line of text.split(/\r?\n/)) {
    if (line.includes("\t")) {
      rows.push(`<tr>${line.split("\t").map((cell) => `<td>${cell}</td>`).join("")}</tr>`);
    } else {
      flush();
      body.push(`<p>${line}</p>`);
    }
  }
  flush();
  return `<!DOCTYPE html><html><head><meta charset="utf-8"><title>公开</title></head><body>${body.join("\n")}</body></html>`;
}

test("without a network a PDF is checked and drawn all the same", async () => {
  await session.context.setOffline(true);
  await page.getByRole("button", { name: "看示例" }).click();
  await page.locator(".verdict").waitFor();
  await page.locator(".paper:not(.blank) canvas").waitFor({ timeout: 20_000 });
  assert.ok(await inked(page) > 0.005, "the page is not blank");
  assert.deepEqual(later(), []);
  await session.context.setOffline(false);
});

test("a saved web page has the verdict of the text it holds, and its worker is all that was loaded", async () => {
  const text = await readFile(`${root}/tests/e2e/fixtures/示例决算.txt`, "utf8");
  await dropFile(page, "示例决算.txt", Buffer.from(text));
  const expected = await page.locator("header.headline .facts").innerText();
  assert.match(expected, /收入 1,334\.70 万元/);
  await dropFile(page, "示例决算.html", Buffer.from(asHtml(text)));
  const facts = await page.locator("header.headline .facts").innerText();
  assert.match(facts, /收入 1,334\.70 万元/);
  assert.match(await page.locator("header.headline h1").innerText(), /示例市示例事务服务中心.*2024年部门决算/s);
  assert.match(await page.locator(".verdict").innerText(), /[1-9]\d* 处对不上/);
  await page.locator(".finding.error .headline").first().click();
  await page.locator(".lines .place mark").first().waitFor();
  assert.ok(later().length > 0);
  assert.deepEqual(later().filter((url) => !/\/office(_loader|_bg)?\.(js|wasm)$/.test(url)), []);
  assert.deepEqual(session.complaints, []);
});
