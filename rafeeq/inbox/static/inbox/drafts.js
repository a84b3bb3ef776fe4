// Drafts: kept in this browser at every letter, and on the server a moment later; nothing typed depends on either alone.

import { composer, forms, piece, post, word } from "./words.js";

const MINE = composer ? `rafeeq:draft:${composer.dataset.person}:` : "";
const SOON = 800, AGAIN = 5000; // milliseconds after the last letter, and until the next try while the server is away

const store = (key, entry) => {
  try {
    if (entry) localStorage.setItem(key, JSON.stringify(entry));
    else localStorage.removeItem(key);
  } catch { /* a browser that keeps nothing: the server still does */ }
};
const stored = (key) => { try { return JSON.parse(localStorage.getItem(key)); } catch { return null; } };

// What another person left in this browser is not ours to keep; what has been said is over.
const said = new Set((document.cookie.match(/(?:^|; )rafeeq_said=([^;]*)/)?.[1] ?? "").split("."));
const tidy = () => {
  for (const key of Object.keys(localStorage).filter((one) => one.startsWith("rafeeq:draft:"))) {
    if (!key.startsWith(MINE) || said.has(stored(key)?.once)) store(key, null);
  }
};

const keep = (form) => {
  const area = form.querySelector("textarea");
  const key = `${MINE}${composer.dataset.composer}:${form.dataset.kind}`;
  const once = form.querySelector("[name=once]").value;
  const notice = form.querySelector("[data-restored]");
  const state = form.querySelector("[data-saved]");
  let version = Number(form.dataset.version);
  let onServer = area.defaultValue; // as the page brought it
  let timer = 0, busy = false, leaving = false, asking = false;

  const here = () => store(key, { text: area.value, version, once });
  const write = (text) => { area.value = text; area.dispatchEvent(new Event("input", { bubbles: true })); };
  const later = (delay) => { clearTimeout(timer); timer = setTimeout(save, delay); };

  const show = (name, theirs, theirVersion) => {
    asking = true;
    notice.replaceChildren(piece(name));
    notice.hidden = false;
    notice.querySelectorAll("[data-other]").forEach((quoted) => { quoted.textContent = theirs; });
    notice.querySelectorAll("[data-take]").forEach((button) => button.addEventListener("click", () => {
      [asking, notice.hidden, version] = [false, true, theirVersion];
      if (button.dataset.take === "there") write(theirs);
      save();
    }));
  };

  const save = async (more = {}) => {
    if (busy || leaving || asking || area.value === onServer) return;
    busy = true;
    const text = area.value;
    mine.add(text);
    let pause = SOON;
    try {
      const answer = await post(form.dataset.draft, { text, version, once }, more);
      const told = answer.headers.get("Content-Type")?.includes("json") ? await answer.json() : {};
      // What this window wrote itself, and sent while the page was being left, is no other window's.
      if (answer.status === 409 && told.version && mine.has(told.text)) [version, onServer] = [told.version, told.text];
      else if (answer.status === 409) show(told.version ? "other" : "gone", told.text, told.version);
      else if (!answer.ok) throw new Error(String(answer.status));
      else {
        version = told.version;
        onServer = text;
        state.textContent = text ? word("saved") : "";
        form.dataset.kept = area.value === text ? "yes" : "no";
        if (area.value === text) store(key, null);
      }
    } catch {
      state.textContent = word("away");
      pause = AGAIN;
    }
    busy = false;
    if (area.value !== onServer && !asking) later(pause);
  };

  const entry = stored(key);
  const mine = new Set([entry?.text]);
  if (entry?.text && entry.text !== area.value) {
    const server = area.value;
    if (entry.version === version) {
      write(entry.text);
      show("restored", server, version);
      asking = false; // it is kept while the person looks at it
    } else if (server.startsWith(entry.text)) store(key, null); // the server has all of it, and more
    else show("other", entry.text, version);
  }
  area.setSelectionRange(area.value.length, area.value.length); // one goes on where one stopped
  area.addEventListener("input", () => { form.dataset.kept = "no"; here(); later(SOON); });
  window.addEventListener("online", () => later(0));
  document.addEventListener("visibilitychange", () => { if (document.hidden) save({ keepalive: area.value.length < 20000 }); });
  form.addEventListener("submit", (event) => { if (!event.defaultPrevented) { here(); leaving = true; } });
  window.addEventListener("pageshow", () => { leaving = false; });
  if (area.value !== onServer) later(SOON);
};

if (composer) tidy();
forms.forEach(keep);
