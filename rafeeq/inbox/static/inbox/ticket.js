// The ticket's page: opens its dialog, keeps the place in the thread, fetches laid-out messages when they are opened.

const door = document.getElementById("door");
const thread = document.getElementById("talk-scroll");
const HIGHEST = 1200;

const open = () => {
  if (door.matches("[open]:not(:modal)")) door.close();
  if (!door.open) door.showModal();
  door.querySelector("[aria-invalid], input:not([type=hidden]), textarea, select")?.focus();
};

if (door) {
  if (door.open) open();
  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target === door) open();
  });
  door.addEventListener("click", (event) => {
    if (!event.target.closest("[data-closes-door]") && event.target !== door) return;
    event.preventDefault();
    door.close();
  });
}

// A menu closes when one chooses in it, or goes elsewhere.
document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(event.target) || event.target.closest("[data-opens-door]")) menu.open = false;
  }
});
document.addEventListener("keydown", (event) => {
  const menu = event.key === "Escape" && event.target.closest?.("details.menu[open]");
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});

// The newest words are at the end; what is fetched above them must not push them away.
const toTheEnd = () => { thread.scrollTop = thread.scrollHeight; };
if (thread && !location.hash && !new URLSearchParams(location.search).has("before")) {
  toTheEnd();
  document.fonts?.ready.then(toTheEnd);
}
let fromTheEnd = 0;
document.addEventListener("htmx:beforeSwap", () => { if (thread) fromTheEnd = thread.scrollHeight - thread.scrollTop; });
document.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.requestConfig.elt?.matches?.("[data-keeps-place]")) thread.scrollTop = thread.scrollHeight - fromTheEnd;
});

const fit = (frame) => {
  const letter = frame.contentDocument?.documentElement;
  if (letter) frame.style.blockSize = `${Math.min(letter.scrollHeight + 2, HIGHEST)}px`;
};
const unfold = (place) => {
  if (!place.open || place.querySelector("iframe")) return;
  const frame = document.createElement("iframe");
  frame.title = place.dataset.title;
  frame.setAttribute("sandbox", "allow-same-origin allow-popups allow-popups-to-escape-sandbox");
  frame.addEventListener("load", () => fit(frame));
  frame.src = place.dataset.letter;
  place.append(frame);
};
document.addEventListener("toggle", (event) => {
  if (event.target.matches?.("[data-letter]")) unfold(event.target);
}, true);
document.querySelectorAll("[data-letter][open]").forEach(unfold);
