// A control for files in the page's language: browsers write theirs in the language they were installed in.

const dress = (place) => {
  const input = place.querySelector("input[type=file]");
  if (!input || place.closest("[data-attach]")) return; // the composer has its own
  const button = Object.assign(document.createElement("label"), { className: "btn", htmlFor: input.id, textContent: place.dataset.choose });
  const told = Object.assign(document.createElement("output"), { className: "small muted clip", textContent: place.dataset.none });
  told.htmlFor = input.id;
  told.dir = "auto";
  input.addEventListener("change", () => { told.textContent = [...input.files].map((file) => file.name).join(" · ") || place.dataset.none; });
  input.after(button, told);
  place.classList.add("ready");
};

const all = (root) => root.querySelectorAll(".choosing:not(.ready)").forEach(dress);

all(document);
document.addEventListener("htmx:load", (event) => all(event.detail.elt));
