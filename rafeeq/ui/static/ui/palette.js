// The command palette (Ctrl-K): finds, by any of their names, the links and buttons that stand on the page itself.

const dialog = document.getElementById("palette");
const line = dialog?.querySelector("input");
const found = dialog?.querySelector("ul");
const none = dialog?.querySelector("[data-none]");

// The same small folding as on the server: one alef, ي for ى, ه for ة, no marks, Latin digits.
const fold = (text) =>
  text
    .normalize("NFKD")
    .replace(/[\u0610-\u061a\u0640\u064b-\u065f\u0670\u0653-\u0655]/g, "")
    .replace(/[\u0622\u0623\u0625\u0671]/g, "\u0627")
    .replace(/\u0649/g, "\u064a")
    .replace(/\u0629/g, "\u0647")
    .replace(/[\u0660-\u0669]/g, (digit) => String(digit.charCodeAt(0) - 0x0660))
    .toLowerCase();

const commands = () =>
  [...document.querySelectorAll("[data-commands] a, [data-command], [data-shortcut]")].map((target) => {
    const label = (target.textContent || target.closest("label")?.textContent || target.getAttribute("aria-label") || "").trim();
    return { target, label: label.replace(/\s+/g, " "), key: target.dataset.shortcut || "", names: fold(`${label} ${target.dataset.names || ""}`) };
  });

const choose = (option) => {
  for (const one of found.children) one.setAttribute("aria-selected", String(one === option));
  line.setAttribute("aria-activedescendant", option?.id || "");
  option?.scrollIntoView({ block: "nearest" });
};

const offer = (text, act, key = "") => {
  const option = document.createElement("li");
  option.id = `palette-${found.children.length}`;
  option.setAttribute("role", "option");
  const name = document.createElement("bdi");
  name.textContent = text;
  option.append(name);
  if (key) {
    const shown = document.createElement("kbd");
    shown.textContent = key;
    option.append(shown);
  }
  option.addEventListener("click", () => {
    dialog.close();
    act();
  });
  found.append(option);
};

const look = () => {
  const asked = fold(line.value.trim());
  found.replaceChildren();
  const number = asked.match(/^#?(\d{1,17})$/)?.[1];
  const inbox = document.querySelector('[data-commands] [data-shortcut="g i"]');
  if (number && inbox) offer(`#${number}`, () => location.assign(`${inbox.getAttribute("href")}${number}/`));
  const seen = new Set();
  for (const { target, label, key, names } of commands()) {
    if (!label || seen.has(label) || !asked.split(" ").every((word) => names.includes(word))) continue;
    seen.add(label);
    if (seen.size > 12) break;
    offer(label, () => {
      target.click();
      if (target.dataset.focus) document.querySelector(target.dataset.focus)?.focus();
    }, key);
  }
  none.hidden = found.children.length > 0;
  choose(found.firstElementChild);
};

line?.addEventListener("input", look);
dialog?.addEventListener("opened", () => {
  line.value = "";
  look();
});
dialog?.addEventListener("keydown", (event) => {
  const here = found.querySelector('[aria-selected="true"]');
  if (event.key === "ArrowDown") choose(here?.nextElementSibling || found.firstElementChild);
  else if (event.key === "ArrowUp") choose(here?.previousElementSibling || found.lastElementChild);
  else if (event.key === "Enter") here?.click();
  else return;
  event.preventDefault();
});
