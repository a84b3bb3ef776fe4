// Hints to a reply: Esc in the field ignores the first one, and its words are shown in the field by a click.

import { composer } from "./words.js";

const pane = composer?.querySelector(".courteous");
const area = pane?.closest("form").querySelector("textarea");

// The server counts letters, a field counts halves of some of them.
const place = (letters, count) => letters.slice(0, count).join("").length;

if (pane) {
  pane.addEventListener("click", (event) => {
    const words = event.target.closest("[data-select]");
    if (!words) return;
    const [start, end] = words.dataset.select.split("-").map(Number);
    const letters = [...area.value];
    area.focus();
    area.setSelectionRange(place(letters, start), place(letters, end));
  });
  area.addEventListener("keydown", (event) => {
    const first = pane.querySelector("[data-ignore]");
    if (event.key !== "Escape" || event.isComposing || event.defaultPrevented || !first) return;
    if (composer.querySelector("[data-options]:not([hidden])")) return; // it closes the suggestions first
    event.preventDefault();
    first.click();
  });
}
