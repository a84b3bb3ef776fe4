// The list remembers where the reader came from, so that it can stand beside the ticket they open.

const PLACE = "rafeeq-list";
const column = document.querySelector("[data-list]");
const entries = document.querySelector("[data-entries]");

// Private windows may refuse to remember; then the list of all that is open stands there.
const remembered = () => {
  try {
    return sessionStorage.getItem(PLACE) || "";
  } catch {
    return "";
  }
};

if (entries && !column) {
  try {
    sessionStorage.setItem(PLACE, location.search);
  } catch {
    // nothing is lost by it
  }
}

const mark = () => {
  const here = column.querySelector(`.item[href="${location.pathname}"]`);
  if (!here) return;
  here.setAttribute("aria-current", "page");
  here.scrollIntoView({ block: "nearest" });
};

// Only where the column has room is it fetched at all.
if (column && getComputedStyle(column).display !== "none") {
  column.setAttribute("hx-get", column.getAttribute("hx-get") + remembered());
  const want = () => {
    window.htmx.process(column);
    window.htmx.trigger(column, "list:wanted");
  };
  column.addEventListener("htmx:afterSwap", mark);
  if (window.htmx) want();
  else document.addEventListener("DOMContentLoaded", want, { once: true });
}
