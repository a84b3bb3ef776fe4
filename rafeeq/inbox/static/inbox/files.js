// Chooses files by a button in the page's language and shows their names. Without this module the browser's own control stays.

for (const place of document.querySelectorAll("[data-attach]")) {
  const input = place.querySelector("input[type=file]");
  const button = Object.assign(document.createElement("label"), { htmlFor: input.id, textContent: place.dataset.attach });
  button.className = "btn quiet";
  const names = document.createElement("span");
  names.className = "attachments";
  names.setAttribute("role", "status");
  input.addEventListener("change", () => {
    names.replaceChildren(...[...input.files].map((file) => {
      const name = document.createElement("bdi");
      name.className = "chip clip";
      name.textContent = file.name;
      return name;
    }));
  });
  place.append(button, names);
  place.classList.add("ready");
}
