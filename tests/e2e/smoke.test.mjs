import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { open } from "./harness.mjs";

let session;
before(async () => { session = await open(); });
after(() => session?.close());

test("the page opens, with one <main>", async () => {
  await session.page.waitForSelector("main", { state: "attached", timeout: 20_000 });
  assert.equal(await session.page.locator("main").count(), 1);
});

test("the page loads without errors, from its own host only", () => {
  assert.deepEqual(session.complaints, []);
  assert.ok(session.requests.some((url) => url.endsWith(".wasm")));
});

const name = "worker";
{
  test(`the ${name} starts`, async () => {
    const outcome = await session.page.evaluate((file) => new Promise((resolve) => {
      const worker = new Worker(`./${file}_loader.js`);
      worker.onerror = (event) => { resolve(`error: ${event.message}`); };
      // No message is promised: half a second without an error, once its wasm is in, is a start.
      const poll = setInterval(() => {
        const loaded = performance.getEntriesByType("resource").some((entry) => entry.name.includes(`${file}_loader`));
        if (loaded) { clearInterval(poll); setTimeout(() => { worker.terminate(); resolve("started"); }, 500); }
      }, 20);
      setTimeout(() => { resolve("no answer"); }, 15_000);
    }), name);
    assert.equal(outcome, "started");
    assert.ok(session.requests.some((url) => url.endsWith(`/${name}_bg.wasm`)), "its wasm was asked for");
    assert.deepEqual(session.complaints, []);
  });
}
