// Real documents, where they are at hand: how long from drop to verdict.
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { open, root } from "./harness.mjs";
import { bring, drop } from "./dropping.mjs";

const folder = join(root, "../shared/real");
const pdfs = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith(".pdf")).sort() : [];
const skip = pdfs.length === 0 && "skipped: ../shared/real is not there";
// The target is 0.3 s on a quiet machine; the bound leaves room for a busy one, whose first document comes cold.
const BOUND = 6000;

let session;
before(async () => { if (!skip) session = await open(); });
after(() => session?.close());

test("every real PDF has its verdict at once", { skip }, async () => {
  const { page } = session;
  await page.getByRole("button", { name: "看示例" }).waitFor();
  await page.waitForLoadState("networkidle");
  for (const name of pdfs) {
    await bring(page, name, name, readFileSync(join(folder, name)));
    const millis = await drop(page, name);
    const facts = await page.evaluate(() => document.querySelector(".verdict")?.innerText.replace(/\s+/g, " "));
    console.log(`${String(Math.round(millis)).padStart(5)} ms  ${name}  ${facts}`);
    assert.ok(facts, `${name} has a verdict`);
    assert.ok(millis < BOUND, `${name} took ${Math.round(millis)} ms`);
  }
  assert.deepEqual(session.complaints, []);
});
