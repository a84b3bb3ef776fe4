// The editor's tools: Markdown around what is chosen, keys for it, pasting from a word processor, and a warning before
// unsaved words are left. The words themselves are kept by the server while they are written.

const form = document.querySelector("[data-editor]");
const body = form?.querySelector("[data-body]");

const put = (text, from = body.selectionStart, to = body.selectionEnd, choose = 0) => {
  body.focus();
  body.setSelectionRange(from, to);
  // insertText keeps the browser's own undo; where it is missing the words are put in all the same.
  if (!document.execCommand("insertText", false, text)) body.setRangeText(text, from, to, "end");
  if (choose) body.setSelectionRange(from + text.length - choose, from + text.length - choose);
  body.dispatchEvent(new Event("input", { bubbles: true }));
};

const around = (mark, closing = mark) => {
  const chosen = body.value.slice(body.selectionStart, body.selectionEnd);
  put(`${mark}${chosen}${closing}`, undefined, undefined, chosen ? 0 : closing.length);
};

const lines = (mark) => {
  const from = body.value.lastIndexOf("\n", body.selectionStart - 1) + 1;
  const next = body.value.indexOf("\n", Math.max(body.selectionEnd - 1, from));
  const to = next < 0 ? body.value.length : next;
  const told = body.value.slice(from, to).split("\n");
  put(told.map((line, at) => (typeof mark === "function" ? mark(at) : mark) + line).join("\n"), from, to);
};

const TABLE = "\n|  |  |\n| --- | --- |\n|  |  |\n";
const TOOLS = {
  heading: () => lines("## "),
  bold: () => around("**"),
  bullets: () => lines("- "),
  steps: () => lines((at) => `${at + 1}. `),
  quote: () => lines("> "),
  link: () => around("[", "](https://)"),
  table: () => put(TABLE),
};

form?.addEventListener("click", (event) => {
  const tool = event.target.closest("[data-mark]");
  if (tool) TOOLS[tool.dataset.mark]();
});
document.addEventListener("click", (event) => {
  const file = event.target.closest("[data-put]");
  if (file && body) put(file.dataset.put);
});
form?.querySelector("[data-value]")?.addEventListener("change", (event) => {
  if (event.target.value) put(`{{${event.target.value}}}`);
  event.target.value = "";
});

document.addEventListener("keydown", (event) => {
  if (!form || !(event.ctrlKey || event.metaKey) || event.altKey) return;
  const key = { KeyS: "save", KeyB: "bold", KeyK: "link" }[event.code];
  if (!key || (key !== "save" && document.activeElement !== body)) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  if (key === "save") form.requestSubmit();
  else TOOLS[key]();
}, true);

// The next line of a list begins as the last one did; an empty one ends the list.
body?.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.ctrlKey) return;
  const from = body.value.lastIndexOf("\n", body.selectionStart - 1) + 1;
  const begun = /^(\s*)([-*]|(\d+)\.)\s+(.*)$/u.exec(body.value.slice(from, body.selectionStart));
  if (!begun || body.selectionStart !== body.selectionEnd) return;
  event.preventDefault();
  if (!begun[4]) put("\n", from, body.selectionEnd);
  else put(`\n${begun[1]}${begun[3] ? `${Number(begun[3]) + 1}.` : begun[2]} `);
});
