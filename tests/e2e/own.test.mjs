// Several files that are one disclosure, and what a user adds: forms of one's own.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { open, root } from "./harness.mjs";
import { bring, drop } from "./dropping.mjs";

let session, page, prose, tables;

before(async () => {
  session = await open();
  page = session.page;
  await page.getByRole("button", { name: "看示例" }).waitFor();
  await page.waitForLoadState("networkidle");
  const whole = await readFile(`${root}/tests/e2e/fixtures/示例决算.txt`, "utf8");
  const [front, back] = whole.split("第三部分 2024年度部门决算表\n\n\n");
  const cover = whole.split("\n").slice(0, 2).join("\n");
  prose = `${front}第三部分 2024年度部门决算表（另附）\n`;
  tables = `${cover}\n\n${back}`;
});
after(() => session?.close());

const heading = () => page.locator("header.headline h1").innerText();

test("prose and tables dropped together are one disclosure; every place is shown in its own file", async () => {
  await bring(page, "prose", "情况说明.txt", Buffer.from(prose));
  await bring(page, "tables", "决算表.txt", Buffer.from(tables));
  await drop(page, "tables", "prose");
  await page.locator(".together").waitFor();
  assert.match(await page.locator(".together").innerText(), /由 2 个文件合成一份/);
  assert.match(await heading(), /示例市示例事务服务中心.*2024年部门决算/s);
  // A finding of the prose against a table has a place in either file.
  await page.locator(".finding .headline").first().waitFor();
  await page.locator(".contents").getByRole("button", { name: /文字/ }).click();
  await page.locator(".middle").getByText("1,334.70").first().click();
  await page.locator(".lines li.place", { hasText: "2024年度收入总计" }).waitFor();
  await page.locator(".contents").getByRole("button", { name: /表格/ }).click();
  await page.locator(".table-list button", { hasText: "收入支出决算总表" }).first().click();
  const cell = page.locator(".table .sheet td.figure", { hasText: /\d/ }).first();
  const text = await cell.innerText();
  await cell.click();
  await page.waitForFunction((text) => document.querySelector(".lines .place mark")?.innerText === text, text);
  const line = Number(await page.locator(".lines .place .number").innerText());
  const own = tables.split("\n")[line - 1];
  assert.ok(own.includes(text), `line ${line} of the tables' own file: ${own}`);
});

test("they can be looked at apart", async () => {
  await page.getByRole("button", { name: "分开看" }).click();
  await page.locator("nav.files li").nth(1).waitFor();
  assert.equal(await page.locator("nav.files li").count(), 2);
  await page.locator(".verdict").waitFor();
  assert.equal(await page.locator(".together").count(), 0);
  await page.locator("nav.files").getByRole("button", { name: "全部清空" }).click();
  await page.getByRole("button", { name: "看示例" }).waitFor();
});

const FORM = `
id = "own"
name = "本地决算"
document = "final"
years = [2000, 2100]
`;

test("a form file with a mistake is refused in words, a sound one is kept and used", async () => {
  const sound = await readFile(`${root}/tests/e2e/fixtures/本地表样.toml`, "utf8");
  // A title that no standard form has.
  const whole = await readFile(`${root}/tests/e2e/fixtures/示例决算.txt`, "utf8");
  await bring(page, "own", "示例决算.txt", Buffer.from(whole.replaceAll("\n收入决算表", "\n本地收入一览表")));
  await drop(page, "own");
  await bring(page, "wrong", "错的.toml", Buffer.from(`${FORM}\nnonsense = 1\n`));
  // Form files dropped open the dialog they are kept in.
  await page.evaluate(() => {
    const transfer = new DataTransfer();
    transfer.items.add(window.brought.wrong);
    window.dispatchEvent(new DragEvent("drop", { dataTransfer: transfer, bubbles: true, cancelable: true }));
  });
  const dialog = page.locator("dialog.own[open]");
  await dialog.locator(".own-forms li", { hasText: "错的.toml" }).waitFor();
  await page.getByRole("button", { name: "保存并重新核对" }).click();
  assert.match(await dialog.locator(".mistake").innerText(), /错的\.toml：表样文件写法有误/);
  await page.getByRole("button", { name: "去掉 错的.toml" }).click();
  await dialog.locator("input[type=file]").setInputFiles({
    name: "本地表样.toml", mimeType: "application/toml", buffer: Buffer.from(sound),
  });
  await dialog.locator(".own-forms li", { hasText: "本地表样.toml" }).waitFor();
  await page.evaluate(() => document.querySelector(".verdict").classList.add("old"));
  await page.getByRole("button", { name: "保存并重新核对" }).click();
  await dialog.waitFor({ state: "hidden" });
  await page.locator(".verdict:not(.old)").waitFor();
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "存报告" }).click(),
  ]);
  const report = JSON.parse(await readFile(await download.path(), "utf8"));
  assert.equal(report.tables.find((table) => table.title === "本地收入一览表").form, "local/02");
  assert.ok(await page.evaluate(() => localStorage.getItem("gouji.forms")?.includes("本地表样.toml")));
  assert.deepEqual(session.complaints, []);
});
