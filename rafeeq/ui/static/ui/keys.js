// Keys that work on every staff page. Each one presses a link or a button that stands on the page and says so itself
// (`data-shortcut="c"`), walks the entries of a list, or sends the form that is being written.

const writing = (element) => element.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(element.tagName);
const busy = () => document.querySelector("dialog[open]");
let before = "";

const entries = () => [...document.querySelectorAll("[data-entries] .item")];

// The next entry, or the first; beside an open ticket it is opened at once.
const walk = (step) => {
  const all = entries();
  if (!all.length) return;
  const here = all.findIndex((item) => item === document.activeElement || item.matches("[aria-current]"));
  const next = all[Math.min(Math.max(here + step, 0), all.length - 1)];
  if (next.closest("[data-list]")) next.click();
  else next.focus();
};

const search = () => {
  const line = [...document.querySelectorAll("[data-search]")].find((one) => one.offsetParent);
  line?.focus();
  line?.select();
  return Boolean(line);
};

// Press it, and go on writing where it says (`data-focus`: a selector).
const activate = (target) => {
  target.click();
  if (target.dataset.focus) document.querySelector(target.dataset.focus)?.focus();
};

const press = (keys) => {
  const target = document.querySelector(`[data-shortcut="${CSS.escape(keys)}"]`);
  if (target) activate(target);
  return Boolean(target);
};

const select = () => {
  const entry = document.activeElement.closest?.(".entry") ?? document.querySelector(".entry:has([aria-current])");
  entry?.querySelector('input[type="checkbox"]')?.click();
  return Boolean(entry);
};

const open = (name) => {
  const dialog = document.getElementById(name);
  document.querySelector("[popover]:popover-open")?.hidePopover();
  if (!dialog || busy()) return;
  dialog.showModal();
  dialog.dispatchEvent(new Event("opened"));
};

// The key as it is labelled; while another script is being typed, by its place on the keyboard, so that the same finger
// finds it: on an Arabic keyboard the key of j types ت, and that of / types ظ.
const keyOf = ({ key, code, shiftKey }) => {
  if (/^[!-~]$/.test(key)) return shiftKey ? key : key.toLowerCase(); // small also under Caps Lock
  if (/^Key[A-Z]$/.test(code) && !shiftKey) return code[3].toLowerCase();
  if (code === "Slash") return shiftKey ? "?" : "/";
  return key === "؟" ? "?" : key;
};

const single = { j: () => walk(1), k: () => walk(-1), "/": search, "?": () => open("keys"), x: select };

document.addEventListener("keydown", (event) => {
  if (event.isComposing) return;
  const control = event.ctrlKey || event.metaKey;
  if (control && event.key === "Enter" && event.target.form) {
    event.preventDefault();
    event.target.form.requestSubmit();
    return;
  }
  if (control && keyOf(event) === "k") {
    event.preventDefault();
    open("palette");
    return;
  }
  if (control || event.altKey || writing(event.target) || busy()) return;
  const key = keyOf(event);
  const keys = before ? `${before} ${key}` : key;
  before = !before && key === "g" ? key : "";
  const done = single[keys] ? single[keys]() !== false : press(keys);
  if (done) event.preventDefault();
});

document.addEventListener("click", (event) => {
  const opener = event.target.closest?.("[data-open]");
  if (opener) open(opener.dataset.open);
});
