// Dated words in a reply: the server says which promises it makes; a tick records each with the reply.

import { composer, post } from "./words.js";

const SOON = 700; // milliseconds after the last letter
const list = composer?.querySelector("[data-promises]");
const area = list?.closest("form").querySelector("textarea");
let timer = 0, asked = "";

// What was ticked, and a time that was changed, stay while the sentence around the dated words is still being written.
const chosen = () => new Map([...list.querySelectorAll("[data-words]")].map((row) => {
  const due = row.querySelector("[type=datetime-local]");
  return [row.dataset.words, { ticked: row.querySelector("[data-tick]").checked, due: due.value, changed: due.value !== due.defaultValue }];
}));

const place = (html) => {
  const before = chosen();
  const fresh = document.createElement("template");
  fresh.innerHTML = html;
  for (const row of fresh.content.querySelectorAll("[data-words]")) {
    const known = before.get(row.dataset.words);
    if (!known) continue;
    row.querySelector("[data-tick]").checked = known.ticked;
    if (known.changed) row.querySelector("[type=datetime-local]").value = known.due;
  }
  list.replaceChildren(fresh.content);
};

const ask = async () => {
  const text = area.value;
  if (text === asked) return;
  asked = text;
  if (!text.trim()) {
    list.replaceChildren();
    return;
  }
  try {
    const answer = await post(list.dataset.promises, { text });
    if (answer.ok && text === area.value) place(await answer.text());
  } catch {
    asked = ""; // the server is away: asked again with the next letter
  }
};

if (list) {
  // Whoever changes the time means it.
  list.addEventListener("input", (event) => {
    if (event.target.type === "datetime-local") event.target.closest("li").querySelector("[data-tick]").checked = true;
  });
  area.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, SOON);
  });
  if (list.querySelector("[data-keeps]")) asked = area.value;
  else ask();
}
