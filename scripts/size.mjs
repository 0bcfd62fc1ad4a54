// Weighs what a visitor downloads before the first verdict: index.html, whatever it
// names, and the worker. Word, Excel and web pages have a worker that comes
// when the first of them is dropped; there should be nothing else.
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const LIMIT = 2_000_000; // bytes, brotli
const root = process.argv[2] ?? "dist";

const index = readFileSync(join(root, "index.html"), "utf8").replace(/<!--[^]*?-->/g, "");
const files = readdirSync(root, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => join(entry.parentPath ?? entry.path, entry.name).slice(join(root, "/").length))
  .sort();

const loadedFirst = (file) =>
  file === "index.html" || /^worker(_loader|_bg)?\.(js|wasm)$/.test(file) || index.includes(file) || file.startsWith("snippets/");

const weigh = (file) => {
  const bytes = readFileSync(join(root, file));
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
  return { file, raw: bytes.length, gzip: gzipSync(bytes, { level: 9 }).length, brotli: brotliCompressSync(bytes, { params }).length };
};

const line = (name, { raw, gzip, brotli }) => {
  const kB = (bytes) => (bytes / 1000).toFixed(1).padStart(9);
  console.log(`${kB(raw)}${kB(gzip)}${kB(brotli)}  ${name}`);
};

const total = (rows) =>
  rows.reduce((sum, row) => ({ raw: sum.raw + row.raw, gzip: sum.gzip + row.gzip, brotli: sum.brotli + row.brotli }), { raw: 0, gzip: 0, brotli: 0 });

const first = files.filter(loadedFirst).map(weigh);
const later = files.filter((file) => !loadedFirst(file)).map(weigh);
console.log("   kB raw     gzip   brotli");
for (const row of first) line(row.file, row);
line("= before the first verdict", total(first));
for (const row of later) line(`(later) ${row.file}`, row);

const brotli = total(first).brotli;
for (const needed of ["worker_loader.js", "worker_bg.wasm"]) {
  if (!files.includes(needed)) {
    console.error(`size: ${root}/${needed} is missing`);
    process.exit(1);
  }
}
if (later.some(({ file }) => !/^office(_loader|_bg)?\.(js|wasm)$/.test(file))) {
  console.error("size: something is not loaded first; the page must ask for nothing once it is loaded");
  process.exit(1);
}
if (brotli > LIMIT) {
  console.error(`size: ${(brotli / 1e6).toFixed(2)} MB before the first verdict; the limit is ${LIMIT / 1e6} MB (brotli)`);
  process.exit(1);
}
console.log(`size: ${(brotli / 1e6).toFixed(2)} MB of ${(LIMIT / 1e6).toFixed(2)} MB before the first verdict (brotli)`);
