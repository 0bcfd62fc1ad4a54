// Files that cannot be read get a sentence, and the page lives on.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { open } from "./harness.mjs";
import { bring, drop, dropFile, pdf } from "./dropping.mjs";

let session, page;

before(async () => {
  session = await open();
  page = session.page;
  await page.getByRole("button", { name: "看示例" }).waitFor();
});
after(() => session?.close());

const reason = () => page.locator(".failed .reason").innerText();

for (const [what, name, bytes, sentence] of [
  ["an empty file", "空.pdf", Buffer.alloc(0), /空的/],
  ["a cut-off PDF", "半截.pdf", pdf("BT ET").subarray(0, 60), /损坏|没有下载完整/],
  ["a picture", "照片.png", Buffer.from("89504e470d0a1a0a0000000d49484452", "hex"), /图片|认不出/],
  ["bytes of no known kind", "乱码.bin", Buffer.from(Array.from({ length: 4000 }, (_, i) => (i * 7919) % 256)), /认不出|读不了/],
]) {
  test(`${what} gets a sentence`, async () => {
    await dropFile(page, name, bytes);
    assert.match(await reason(), sentence);
    assert.ok(await page.locator(".failed h1").innerText().then((text) => text.includes(name)));
  });
}

test("a file that is too large is refused without being read", async () => {
  await bring(page, "huge", "巨大.pdf", Buffer.from("%PDF-1.4"));
  await page.evaluate(() => {
    const file = window.brought.huge;
    Object.defineProperty(file, "size", { value: 500e6 });
    file.arrayBuffer = () => { throw new Error("must not be read"); };
  });
  await drop(page, "huge");
  assert.match(await reason(), /500 MB.*上限/);
});

test("the page lives on", async () => {
  await page.locator(".failed").getByRole("button", { name: "看示例" }).click();
  await page.locator(".verdict").waitFor();
  assert.ok(await page.locator(".files li").count() >= 5, "every file is listed");
  assert.deepEqual(session.complaints, []);
});

test("a worker that breaks is replaced, and the file it broke over gets a sentence", async () => {
  const broken = await session.context.newPage();
  // It comes up, practises, and breaks over the first file.
  const script = `
    const answers = { checks: { checks: { checks: [] } }, warm: "warm", sketch: "warm" };
    postMessage(["ready", undefined]);
    onmessage = ({ data: [task] }) => {
      if (!(task in answers)) throw new Error("on purpose");
      postMessage([answers[task], undefined]);
    };`;
  await broken.route("**/worker_loader.js", (route) => route.fulfill({ contentType: "text/javascript", body: script }), { times: 1 });
  await broken.goto(session.site.url);
  await broken.getByRole("button", { name: "看示例" }).click();
  await broken.locator(".failed .reason").waitFor();
  assert.match(await broken.locator(".failed .reason").innerText(), /没能分析完/);
  // The route answered once: the fresh worker is the real one.
  await broken.locator(".failed").getByRole("button", { name: "看示例" }).click();
  await broken.locator(".verdict").waitFor();
  await broken.close();
});
