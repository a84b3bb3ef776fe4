// Who else reads the open ticket, and who writes: says so for this page, and shows what the server answers.

const root = document.getElementById("live");
const talk = document.querySelector("[data-ticket]");
const EVERY = 15_000; // milliseconds; the server forgets a page that has said nothing for 35 seconds
const WRITES = 12_000; // milliseconds after the last letter in which somebody still writes
const page = Math.random().toString(36).slice(2, 12); // tells this tab from the person's others

let typed = 0;
let said = "";
let timer = 0;
let place = null;

const form = (state) => {
  const body = new FormData();
  const token = JSON.parse(document.body.getAttribute("hx-headers") || "{}")["X-CSRFToken"] ?? "";
  for (const [name, value] of Object.entries({ state, page, seen: talk.dataset.version, csrfmiddlewaretoken: token })) body.append(name, value);
  return body;
};
const address = () => root.dataset.presence.replace("/0/", `/${talk.dataset.ticket}/`);
const state = () => (Date.now() - typed < WRITES ? "writing" : "reading");

const show = (html) => {
  if (!place?.isConnected) {
    place = document.createElement("p");
    place.className = "presence small";
    place.setAttribute("role", "status");
    talk.querySelector("header")?.querySelector("#talk-state")?.after(place);
  }
  const text = html.trim();
  if (place.shown === text) return; // or it would be read out again and again
  place.innerHTML = place.shown = text; // the server's own page, escaped there
};

const say = async () => {
  clearTimeout(timer);
  timer = setTimeout(say, EVERY);
  if (document.hidden) return;
  said = state();
  const answer = await fetch(address(), { method: "POST", body: form(said) }).catch(() => null);
  if (!answer?.ok || answer.redirected) return;
  show(await answer.text());
  if (Number(answer.headers.get("X-Notices-Read"))) document.body.dispatchEvent(new Event("notices")); // the bell
};

if (talk) {
  say();
  document.addEventListener("input", ({ target }) => {
    if (!target.closest?.(".composer") || !target.value) return;
    typed = Date.now();
    if (said !== "writing") say();
    setTimeout(() => said === "writing" && state() === "reading" && say(), WRITES + 100);
  });
  document.addEventListener("live:here", ({ detail }) => {
    if (detail.ticket !== Number(talk.dataset.ticket)) return;
    clearTimeout(timer);
    timer = setTimeout(say, 100 + Math.random() * 300);
  });
  document.addEventListener("visibilitychange", () => !document.hidden && say());
  window.addEventListener("pagehide", () => navigator.sendBeacon(address(), form("gone")));
}
