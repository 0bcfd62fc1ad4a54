// A telephone's screen: the panes become tabs.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { open } from "./harness.mjs";

let session, page;

before(async () => {
  session = await open({ viewport: { width: 360, height: 740 } });
  page = session.page;
  await page.getByRole("button", { name: "看示例" }).click();
  await page.locator(".verdict").waitFor();
});
after(() => session?.close());

test("nothing sticks out to the side", async () => {
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth) <= 360);
});

test("one pane at a time, by tabs", async () => {
  const shown = () => page.evaluate(() => [".contents", ".middle", ".original"]
    .filter((pane) => document.querySelector(pane)?.checkVisibility()));
  assert.deepEqual(await shown(), [".middle"]);
  await page.locator(".pane-tabs button", { hasText: "原文" }).click();
  assert.deepEqual(await shown(), [".original"]);
  await page.locator(".paper:not(.blank) .outline.first").waitFor({ timeout: 20_000 });
  await page.locator(".pane-tabs button", { hasText: "目录" }).click();
  await page.locator(".contents button", { hasText: "表格" }).click();
  assert.deepEqual(await shown(), [".middle"]);
  assert.ok(await page.locator(".table .sheet").isVisible());
});
