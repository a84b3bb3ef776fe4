// Suggestions below the search line: htmx brings them, here the keys walk through them. Arrows choose, Enter opens,
// Escape closes; with nothing chosen Enter sends the form, as it does without script.

for (const line of document.querySelectorAll("[data-search][aria-controls]")) {
  const box = document.getElementById(line.getAttribute("aria-controls"));
  let current = -1;

  const options = () => [...box.querySelectorAll("[role=option]")];
  const isOpen = () => !box.hidden;

  const mark = (place) => {
    const all = options();
    current = place < -1 ? all.length - 1 : place >= all.length ? -1 : place;
    all.forEach((one, index) => one.setAttribute("aria-selected", String(index === current)));
    if (current < 0) line.removeAttribute("aria-activedescendant");
    else {
      line.setAttribute("aria-activedescendant", all[current].id);
      all[current].scrollIntoView({ block: "nearest" });
    }
  };

  const show = (open) => {
    box.hidden = !open;
    line.setAttribute("aria-expanded", String(open));
    mark(-1);
  };

  box.addEventListener("htmx:beforeSwap", (event) => {
    // A session that has ended answers with the sign-in page: that is no suggestion.
    if (new URL(event.detail.xhr.responseURL, location.href).pathname !== new URL(line.getAttribute("hx-get"), location.href).pathname) event.detail.shouldSwap = false;
  });
  box.addEventListener("htmx:afterSwap", () => show(options().length > 0 && document.activeElement === line && line.value.trim() !== ""));
  line.addEventListener("input", () => {
    if (!line.value.trim()) show(false);
  });
  line.addEventListener("focus", () => {
    if (options().length && line.value.trim() && line.value !== line.defaultValue) show(true);
  });
  line.addEventListener("blur", () => setTimeout(() => show(false), 200));
  line.addEventListener("keydown", (event) => {
    if (!isOpen() || event.isComposing || event.ctrlKey || event.metaKey) return;
    if (event.key === "Escape") show(false);
    else if (event.key === "ArrowDown") mark(current + 1);
    else if (event.key === "ArrowUp") mark(current - 1);
    else if (event.key === "Enter" && current >= 0) options()[current].click();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  box.addEventListener("pointerdown", (event) => event.preventDefault()); // the line keeps the focus
}
