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
  // What is written in it goes only by the button that says so, never by a slip of the hand or of Escape.
  const isWrittenIn = () => [...door.querySelectorAll("textarea, input:not([type=hidden])")].some((field) => field.value !== field.defaultValue || field.checked !== field.defaultChecked);
  const isBeside = (event) => {
    const box = door.getBoundingClientRect();
    return event.clientX < box.left || event.clientX > box.right || event.clientY < box.top || event.clientY > box.bottom;
  };
  door.addEventListener("click", (event) => {
    const slipped = event.target === door && isBeside(event) && !isWrittenIn();
    if (!slipped && !event.target.closest("[data-closes-door]")) return;
    event.preventDefault();
    door.close();
  });
  door.addEventListener("cancel", (event) => { if (isWrittenIn()) event.preventDefault(); });
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

// A picture that cannot be shown, or must not be, leaves its name and its download.
const leaveTheName = (picture) => picture.closest(".attachments .picture")?.remove();
document.addEventListener("error", (event) => { if (event.target.matches?.("img")) leaveTheName(event.target); }, true);
for (const img of document.querySelectorAll(".attachments .picture img")) if (img.complete && !img.naturalWidth) img.decode().catch(() => leaveTheName(img));

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

// What is suggested for a field goes into it (`data-fills`: its name), and the writer sees it there before it is sent.
document.addEventListener("click", (event) => {
  const hint = event.target.closest?.("[data-fills]");
  const field = hint?.closest("form")?.elements[hint.dataset.fills];
  if (!field) return;
  field.value = hint.value;
  field.focus();
});
