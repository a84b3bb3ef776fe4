// Files for the composer: chosen by a button in the page's language, dropped, or pasted. Without it the browser's own control stays.

import { begin } from "./uploads.js";
import { composer, forms, insert, post, word } from "./words.js";

const PICTURE = /^image\/(png|jpeg|gif|webp)$/;

const named = (file, count) => new File([file], `${word("pasted", count)}.${file.type.split("/")[1]}`, { type: file.type });

const paste = async (form, files) => {
  for (const file of files) {
    const picture = PICTURE.test(file.type) && form.dataset.kind === "reply";
    const count = form.querySelectorAll(".upload").length + 1;
    const made = await begin(form, picture ? named(file, count) : file, picture);
    if (made && picture) insert(form.querySelector("textarea"), `[${word("picture", made.name)}]`);
  }
};

for (const form of forms) {
  const place = form.querySelector("[data-attach]");
  const input = place.querySelector("input[type=file]");
  const button = Object.assign(document.createElement("label"), { htmlFor: input.id, textContent: place.dataset.attach });
  button.className = "btn quiet";
  place.append(button);
  place.classList.add("ready");
  input.addEventListener("change", () => {
    const chosen = [...input.files];
    input.value = ""; // they go by themselves; the form carries only their names
    chosen.forEach((file) => begin(form, file));
  });
  form.querySelector("textarea").addEventListener("paste", (event) => {
    const files = [...event.clipboardData.files];
    if (!files.length || event.clipboardData.types.includes("text/plain")) return; // a pasted table brings its picture too
    event.preventDefault();
    paste(form, files);
  });
  form.addEventListener("submit", (event) => {
    if (event.submitter?.hasAttribute("formaction") || !form.querySelector("[data-coming]")) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    form.querySelector("[data-saved]").textContent = word("uploading");
  }, { capture: true });
  form.addEventListener("click", (event) => {
    const remove = event.target.closest("[data-remove]");
    if (!remove) return;
    event.preventDefault();
    const row = remove.closest(".upload");
    row.remove();
    if (row.dataset.key) post(`${composer.dataset.uploads}${row.dataset.key}/removal/`, {});
    form.querySelector("textarea").focus();
  });
}

const open = () => forms.find((form) => form.offsetParent !== null);
const carriesFiles = (event) => event.dataTransfer?.types.includes("Files");
composer?.addEventListener("dragover", (event) => {
  if (!carriesFiles(event)) return;
  event.preventDefault();
  composer.classList.add("dropping");
});
composer?.addEventListener("dragleave", (event) => {
  if (!composer.contains(event.relatedTarget)) composer.classList.remove("dropping");
});
composer?.addEventListener("drop", (event) => {
  if (!carriesFiles(event)) return;
  event.preventDefault();
  composer.classList.remove("dropping");
  [...event.dataTransfer.files].forEach((file) => begin(open(), file));
});
