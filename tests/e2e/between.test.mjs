// Documents that say something of one another: two years of one unit, dropped together.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { open, root } from "./harness.mjs";
import { bring, drop } from "./dropping.mjs";

let session, page;

before(async () => {
  session = await open();
  page = session.page;
  await page.getByRole("button", { name: "看示例" }).waitFor();
  await page.waitForLoadState("networkidle");
  const year = await readFile(`${root}/tests/e2e/fixtures/示例决算.txt`, "utf8");
  await bring(page, "before", "2024年.txt", Buffer.from(year));
  // The same figures a year later: it opens with 24.00, the year before closed with 11.52.
  await bring(page, "after", "2025年.txt", Buffer.from(year.replaceAll("2024", "2025")));
});
after(() => session?.close());

test("one document alone is compared with nothing", async () => {
  await drop(page, "before");
  assert.equal(await page.locator(".files .across").count(), 0);
});

test("what two years do not agree on is said, and each place can be looked at", async () => {
  await drop(page, "after");
  const across = page.locator(".files .across");
  await across.waitFor();
  assert.match(await across.innerText(), /几份之间\s*2 处待看/);
  await across.click();
  const findings = page.locator(".between .finding");
  assert.equal(await findings.count(), 2);
  assert.match(await findings.first().innerText(), /2025年\.txt.*年初结转和结余是 24\.00 万元.*2024年\.txt.*11\.52/s);
  await findings.first().getByRole("button", { name: "看《2025年.txt》" }).click();
  await page.locator("header.headline h1", { hasText: "2025年" }).waitFor();
  await page.locator(".lines li.place", { hasText: "年初结转和结余" }).waitFor();
  assert.equal(await page.locator(".lines .place mark").innerText(), "24.00");
  assert.deepEqual(session.complaints, []);
});

test("with the documents gone nothing is left of it", async () => {
  await page.locator("nav.files").getByRole("button", { name: "全部清空" }).click();
  await page.getByRole("button", { name: "看示例" }).waitFor();
  await drop(page, "before");
  assert.equal(await page.locator(".files .across").count(), 0);
  assert.equal(await page.locator(".between").count(), 0);
});
