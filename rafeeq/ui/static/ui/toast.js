// What was just done floats for a while. It goes when it is dismissed (its button, or Escape), and a good word also by
// itself; not while somebody points at it or stands in it, and never for whoever uses the keyboard: they may need longer.

const place = document.querySelector(".workspace #flashes");
const SHOWN = 8000; // milliseconds
let byKeyboard = false;

const dismiss = (flash) => {
  if (flash.contains(document.activeElement)) document.getElementById("content")?.focus({ preventScroll: true });
  flash.remove();
};
const isHeld = (flash) => byKeyboard || flash.matches(":hover, :focus-within");
const letGo = (flash) => {
  if (!flash.isConnected) return;
  if (isHeld(flash)) setTimeout(letGo, SHOWN, flash);
  else dismiss(flash);
};
const seen = (flash) => flash.matches?.(".flash.success, .flash.info") && setTimeout(letGo, SHOWN, flash);

document.addEventListener("pointerdown", () => (byKeyboard = false), true);
document.addEventListener("keydown", (event) => {
  byKeyboard = true;
  const last = place?.lastElementChild;
  if (event.key === "Escape" && last && !document.querySelector("dialog[open], :popover-open")) dismiss(last);
});
if (place) {
  [...place.children].forEach(seen);
  new MutationObserver((changes) => changes.forEach((one) => one.addedNodes.forEach(seen))).observe(place, { childList: true });
  place.addEventListener("click", (event) => {
    const button = event.target.closest("[data-dismiss]");
    if (button) dismiss(button.closest(".flash"));
  });
}
