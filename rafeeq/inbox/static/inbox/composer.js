// The composer: Ctrl-Enter says it, the field grows with the words, an empty placeholder is shown, a sent reply can be undone.

import { composer, forms, word } from "./words.js";

const PLACEHOLDER = /\{[a-z][a-z_]{1,39}\}/g;

const grow = (area) => {
  // A field with nothing but a sign in it would start on the left: until there is a letter it follows the page.
  area.dir = /\p{L}/u.test(area.value) ? "auto" : document.documentElement.dir;
  if (CSS.supports("field-sizing", "content")) return;
  area.style.blockSize = "auto";
  area.style.blockSize = `${area.scrollHeight + 2}px`;
};

const showLeft = (form, area) => {
  const place = form.querySelector("[data-left]");
  const left = form.dataset.kind === "reply" ? [...new Set(area.value.match(PLACEHOLDER) ?? [])] : [];
  place.hidden = left.length === 0;
  if (left.length) {
    const names = left.map((one) => Object.assign(document.createElement("bdi"), { textContent: one }));
    place.querySelector("span").replaceChildren(word("left_out"), ...names.flatMap((name) => [" ", name]));
  }
};

for (const form of forms) {
  const area = form.querySelector("textarea");
  area.addEventListener("input", () => {
    grow(area);
    showLeft(form, area);
  });
  grow(area);
  showLeft(form, area);
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.isComposing) return;
    event.preventDefault();
    event.stopPropagation();
    const buttons = form.querySelectorAll("footer button[type=submit]");
    form.requestSubmit(buttons[buttons.length - 1]);
  });
  // A second click while the first is on its way changes nothing.
  form.addEventListener("submit", (event) => {
    if (event.defaultPrevented) return;
    setTimeout(() => form.querySelectorAll("footer button[type=submit]").forEach((one) => { one.disabled = true; }));
  });
}
// Coming back by the browser's button finds the buttons alive.
window.addEventListener("pageshow", () => {
  forms.forEach((form) => form.querySelectorAll("button:disabled").forEach((one) => { one.disabled = false; }));
});

// The tab that is chosen takes the cursor; anybody may choose one by an event: `reply`, `note` or `log`.
const choose = (kind) => {
  const tab = composer.querySelector(`[name=tab][value="${kind}"]`);
  if (!tab) return;
  tab.checked = true;
  const area = composer.querySelector(`form.${kind} textarea`);
  area.focus();
  area.setSelectionRange(area.value.length, area.value.length);
};
composer?.querySelectorAll("[name=tab]").forEach((tab) => tab.addEventListener("click", (event) => {
  if (event.detail) choose(tab.value); // a click or a touch; arrow keys go on choosing
}));
document.addEventListener("rafeeq:compose", (event) => choose(event.detail));

const bar = document.querySelector("[data-undo]");
if (bar) {
  const shown = bar.querySelector("[data-count]");
  const digits = new Intl.NumberFormat(document.documentElement.lang, { numberingSystem: composer.dataset.digits });
  const end = performance.now() + Number(bar.dataset.undo) * 1000;
  const tick = setInterval(() => {
    const left = Math.ceil((end - performance.now()) / 1000);
    if (left > 0) {
      shown.textContent = digits.format(left);
      return;
    }
    clearInterval(tick);
    bar.remove();
  }, 250);
}
