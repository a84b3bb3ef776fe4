// Files on their way: in pieces, shown as they come, going on after a lost connection.

import { ask, composer, piece, post, word } from "./words.js";

const LARGEST = 50 * 1024 * 1024;
const wait = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));
const sizes = new Intl.NumberFormat(document.documentElement.lang, {
  style: "unit", unit: "megabyte", maximumFractionDigits: 1, numberingSystem: composer?.dataset.digits,
});

const digest = async (bytes) => crypto.subtle
  ? [...new Uint8Array(await crypto.subtle.digest("SHA-256", bytes))].map((one) => one.toString(16).padStart(2, "0")).join("")
  : ""; // a page without https cannot make it

const send = async (address, file, made, moved, gone) => {
  let offset = made.offset;
  for (let failures = 0; offset < file.size && !gone();) {
    try {
      const bytes = await file.slice(offset, offset + made.chunk).arrayBuffer();
      const headers = { "Upload-Offset": String(offset), "Upload-Digest": await digest(bytes), "Content-Type": "application/octet-stream" };
      const answer = await ask(address, { method: "PUT", body: bytes, headers });
      if (answer.status === 404) return false;
      const told = await answer.json(); // 409 tells where the file really ends
      offset = told.offset;
      failures = answer.ok || answer.status === 409 ? 0 : failures + 1;
      moved(offset, "");
    } catch {
      failures += 1;
      moved(offset, word("failed"));
    }
    if (failures) await wait(Math.min(30000, 1000 * 2 ** failures));
  }
  return offset >= file.size;
};

// Send one file; the answer is what the server calls it, null when it did not arrive. Each failure says so in its row.
export const begin = async (form, file, picture = false) => {
  const list = form.querySelector("[data-list]");
  const old = [...list.querySelectorAll(".stopped")].find((one) => one.querySelector("bdi").textContent === file.name);
  const row = piece("upload").firstElementChild;
  const state = row.querySelector(".state"), bar = row.querySelector("progress"), field = row.querySelector("input");
  row.querySelector("bdi").textContent = file.name;
  row.querySelector(".size").textContent = sizes.format(file.size / 1e6);
  row.querySelector("[data-remove]").setAttribute("aria-label", word("remove", file.name));
  bar.setAttribute("aria-label", file.name);
  if (old) old.replaceWith(row); else list.append(row);
  const fail = (told) => { bar.remove(); row.classList.add("failed"); state.textContent = told; };
  if (file.size > LARGEST) { fail(word("too_large")); return null; }
  row.dataset.coming = "";
  try {
    const known = old && await (await ask(`${composer.dataset.uploads}${old.dataset.key}/`)).json();
    const fields = { kind: form.dataset.kind, name: file.name, type: file.type, size: file.size, picture: picture ? "1" : "" };
    const answer = known?.size === file.size ? null : await post(composer.dataset.uploads, fields);
    const made = answer ? await answer.json() : known;
    if (made.error || !made.key) throw new Error(made.error ?? "");
    row.dataset.key = made.key;
    const moved = (offset, told) => { bar.value = 100 * offset / file.size; state.textContent = told; };
    const whole = await send(`${composer.dataset.uploads}${made.key}/`, file, made, moved, () => !row.isConnected);
    delete row.dataset.coming;
    if (!whole) { fail(word("failed")); return null; }
    bar.remove();
    Object.assign(field, { value: made.key, disabled: false });
    return made;
  } catch (trouble) {
    delete row.dataset.coming;
    fail(trouble.message || word("failed"));
    return null;
  }
};
