// Suggestions while one writes: "#" finds a ready reply, "@" in a note a colleague. Arrows choose, Enter takes, Escape closes.

import { ask, composer, forms, insert } from "./words.js";

const box = composer?.querySelector("[data-options]");
// What is being looked for: the sign at the beginning of a word, and what was written after it on this line.
const SIGN = { reply: /(^|\s)(#)([^\s#]{0,40}(?: [^\s#]{1,40}){0,2})$/u, note: /(^|\s)([@#])([^\s@#]{0,40}(?: [^\s@#]{1,40}){0,2})$/u };
let area = null, from = 0, current = -1, asked = 0, timer = 0;

const options = () => [...box.querySelectorAll("[role=option]")];
const isOpen = () => area !== null && !box.hidden;

const close = () => {
  if (!area) return;
  box.hidden = true;
  for (const name of ["aria-controls", "aria-activedescendant"]) area.removeAttribute(name);
  area = null;
  asked += 1;
};

const mark = (place) => {
  const all = options();
  if (!all.length) return;
  current = (place + all.length) % all.length;
  all.forEach((one, index) => one.setAttribute("aria-selected", String(index === current)));
  all[current].scrollIntoView({ block: "nearest" });
  area.setAttribute("aria-activedescendant", all[current].id);
};

const take = (option) => {
  const into = area, begins = from;
  close();
  insert(into, option.dataset.insert ?? "", begins, into.selectionStart);
  if (option.dataset.page) location.assign(option.dataset.page); // what it does is shown first; the draft is kept on leaving
};

const look = async (into, begins, sign, words) => {
  const mine = (asked += 1);
  const address = sign === "@" ? box.dataset.colleagues : box.dataset.macros;
  try {
    const answer = await ask(`${address}?${new URLSearchParams({ q: words, kind: into.form.dataset.kind })}`);
    if (!answer.ok || mine !== asked) return;
    box.innerHTML = await answer.text(); // our own page's part, escaped by our own templates
  } catch { return; }
  if (!options().length && words.includes(" ")) { close(); return; } // a sentence, not a search
  [area, from] = [into, begins];
  box.hidden = false;
  box.id = "composer-options";
  area.setAttribute("aria-controls", box.id);
  mark(0);
};

const typed = (into) => {
  const before = into.value.slice(0, into.selectionStart);
  const found = SIGN[into.form.dataset.kind]?.exec(before);
  clearTimeout(timer);
  if (!found) { close(); return; }
  const [, , sign, words] = found;
  timer = setTimeout(() => look(into, before.length - words.length - sign.length, sign, words), 120);
};

for (const form of forms) {
  const into = form.querySelector("textarea");
  into.setAttribute("aria-autocomplete", "list");
  into.addEventListener("input", (event) => { if (event.isTrusted) typed(into); });
  into.addEventListener("blur", () => setTimeout(() => { if (document.activeElement !== into) close(); }, 200));
  into.addEventListener("keydown", (event) => {
    if (!isOpen() || event.isComposing || event.ctrlKey || event.metaKey) return;
    const chosen = options()[current];
    if (event.key === "Escape") close();
    else if (event.key === "ArrowDown") mark(current + 1);
    else if (event.key === "ArrowUp") mark(current - 1);
    else if ((event.key === "Enter" || event.key === "Tab") && chosen) take(chosen);
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  form.querySelector("[data-picker]")?.addEventListener("click", (event) => {
    event.preventDefault();
    const before = into.value.slice(0, into.selectionStart);
    insert(into, `${before && !/\s$/u.test(before) ? " " : ""}#`);
    typed(into);
  });
}

box?.addEventListener("pointerdown", (event) => {
  event.preventDefault(); // the cursor stays in the words
  const option = event.target.closest("[role=option]");
  if (option) take(option);
});
