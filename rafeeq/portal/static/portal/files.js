// Chooses files by a button in the page's language and lists their names. Without this module the browser's own control stays.

const listed = (file) => {
  const name = document.createElement("bdi");
  name.className = "chip clip";
  name.textContent = file.name;
  return name;
};

for (const place of document.querySelectorAll("[data-files]")) {
  const input = place.querySelector("input[type=file]");
  const button = Object.assign(document.createElement("button"), { type: "button", className: "btn" });
  button.textContent = place.dataset.files;
  const removal = Object.assign(document.createElement("button"), { type: "button", className: "btn quiet", hidden: true });
  removal.textContent = place.dataset.remove;
  const names = Object.assign(document.createElement("span"), { className: "attachments" });
  names.setAttribute("role", "status");
  const show = () => {
    names.replaceChildren(...[...input.files].map(listed));
    if (!input.files.length) names.textContent = place.dataset.none;
    removal.hidden = !input.files.length;
  };
  button.addEventListener("click", () => input.click());
  removal.addEventListener("click", () => { input.value = ""; show(); button.focus(); });
  input.addEventListener("change", show);
  input.tabIndex = -1;
  input.classList.add("unseen");
  const row = Object.assign(document.createElement("div"), { className: "row wrap" });
  row.append(button, names, removal);
  input.after(row);
  show();
}
