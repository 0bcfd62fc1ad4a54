// Opens the built page (dist/) in a real Chromium, for the tests in this folder.
//
//   const session = await open(); after(() => session.close());
//   session.page is a Playwright page; session.requests are the addresses asked for;
//   session.complaints are errors of the page, failed requests and requests to other hosts.
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import { serve } from "../../scripts/serve.mjs";

export const root = join(dirname(fileURLToPath(import.meta.url)), "../..");
export const dist = process.env.GOUJI_DIST ?? join(root, "dist");

// Everything Chromium would do on its own over the network is off.
const QUIET = [
  "--disable-gpu", "--disable-quic", "--disable-dev-shm-usage", "--no-first-run",
  "--disable-background-networking", "--disable-component-update", "--disable-sync",
];

/** Starts the server and the browser and loads the page at `path`. */
export async function open({ path = "", viewport = { width: 1366, height: 768 }, context: options = {} } = {}) {
  const site = await serve(dist);
  const asRoot = process.getuid?.() === 0;
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM || undefined,
    chromiumSandbox: !asRoot,
    args: asRoot ? [...QUIET, "--no-sandbox"] : QUIET,
  }).catch(async (error) => { await site.close(); throw error; });
  const context = await browser.newContext({ locale: "zh-CN", viewport, ...options });
  const page = await context.newPage();
  const { requests, complaints } = listen(context, page, site.url);
  await page.goto(site.url + path);
  return {
    site, browser, context, page, requests, complaints,
    close: async () => { await browser.close(); await site.close(); },
  };
}

function listen(context, page, home) {
  const requests = [];
  const complaints = [];
  const local = (url) => /^(data|blob):/.test(url);
  // The context sees the workers' requests too.
  context.on("request", (request) => {
    const url = request.url();
    requests.push(url);
    if (!url.startsWith(home) && !local(url)) complaints.push(`request to another host: ${url}`);
  });
  context.on("requestfailed", (request) => complaints.push(`request failed: ${request.url()}`));
  context.on("response", (response) => {
    if (response.status() >= 400) complaints.push(`${response.status()}: ${response.url()}`);
  });
  page.on("pageerror", (error) => complaints.push(`page error: ${error.message}`));
  page.on("console", (message) => {
    if (message.type() === "error") complaints.push(`console: ${message.text()}`);
  });
  return { requests, complaints };
}
