// Dropping files on the page, and timing what comes of it.

/** Keeps a file in the page under a key, so that dropping it later costs nothing but the drop. */
export async function bring(page, key, name, bytes) {
  await page.evaluate(({ key, name, base64 }) => {
    const binary = atob(base64);
    const data = Uint8Array.from(binary, (c) => c.charCodeAt(0));
    (window.brought ??= {})[key] = new File([data], name);
  }, { key, name, base64: Buffer.from(bytes).toString("base64") });
}

/** Drops files brought before; resolves to the milliseconds until a verdict or a refusal is on the page. */
export async function drop(page, ...keys) {
  return page.evaluate((keys) => new Promise((resolve, reject) => {
    const transfer = new DataTransfer();
    for (const key of keys) transfer.items.add(window.brought[key]);
    // A result already on the page is replaced: what counts is a new one.
    for (const old of document.querySelectorAll(".verdict, .failed")) old.classList.add("old");
    const start = performance.now();
    const done = () => {
      if (!document.querySelector(".verdict:not(.old), .failed:not(.old)")) return;
      observer.disconnect();
      // The frame in which it is shown.
      requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - start)));
    };
    const observer = new MutationObserver(done);
    observer.observe(document.body, { childList: true, subtree: true });
    setTimeout(() => { observer.disconnect(); reject(new Error("no verdict within 20 s")); }, 20_000);
    window.dispatchEvent(new DragEvent("drop", { dataTransfer: transfer, bubbles: true, cancelable: true }));
  }), keys);
}

/** Brings and drops in one go. */
export async function dropFile(page, name, bytes) {
  await bring(page, name, name, bytes);
  return drop(page, name);
}

/** A PDF of one page that shows the given content stream. */
export function pdf(content) {
  const objects = [
    "<< /Type /Catalog /Pages 2 0 R >>",
    "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
    "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> >>",
    `<< /Length ${content.length} >>\nstream\n${content}\nendstream`,
    "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
  ];
  let text = "%PDF-1.4\n";
  const offsets = objects.map((object, index) => {
    const offset = text.length;
    text += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return offset;
  });
  const xref = text.length;
  text += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n`;
  text += offsets.map((offset) => `${String(offset).padStart(10, "0")} 00000 n \n`).join("");
  text += `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${xref}\n%%EOF\n`;
  return Buffer.from(text, "latin1");
}

/** The share of a canvas that is not white. */
export const inked = (page) => page.evaluate(() => {
  const canvas = document.querySelector(".paper canvas");
  const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
  let dark = 0;
  for (let at = 0; at < data.length; at += 4) if (data[at] < 200) dark += 1;
  return dark / (data.length / 4);
});
