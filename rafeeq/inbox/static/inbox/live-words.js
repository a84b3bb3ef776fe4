// Says in words what the stream brought: that the connection is lost, that somebody has written in the open ticket.

const root = document.getElementById("live");
const talk = document.querySelector("[data-ticket]");
const lost = document.querySelector("[data-live-lost]");
const news = document.querySelector("[data-live-news]");
const said = document.querySelector("[data-live-said]");
const LATE = 4000; // milliseconds without a connection before anybody is told
const NEAR = 160; // pixels from the end in which somebody reads the newest

let timer = 0;

document.addEventListener("live:state", ({ detail }) => {
  if (!detail.lost) {
    clearTimeout(timer);
    timer = 0;
    lost.hidden = true;
  } else {
    if (detail.out) lost.querySelector("[data-out]").hidden = false;
    lost.querySelector("[data-again]").hidden = Boolean(detail.out);
    timer ||= setTimeout(() => (lost.hidden = false), LATE);
  }
});

const scroller = () => {
  const box = document.getElementById("talk-scroll");
  return box && box.scrollHeight > box.clientHeight + 1 ? box : document.scrollingElement;
};
const writing = () => [...document.querySelectorAll(".composer textarea")].some((field) => field.value.trim());
let atEnd = true;
document.addEventListener(
  "scroll",
  () => {
    const box = scroller();
    atEnd = box.scrollHeight - box.scrollTop - box.clientHeight < NEAR;
    if (atEnd && !writing()) news.hidden = true;
  },
  { capture: true, passive: true },
);

const others = new Set();
document.addEventListener("live:told", ({ detail }) => {
  if (talk && detail.ticket === Number(talk.dataset.ticket) && detail.by !== Number(root.dataset.person))
    others.add(`event-${detail.ticket}-${detail.seq}`);
});

document.addEventListener("live:grown", ({ detail }) => {
  if (!talk) return;
  const fresh = detail.page.querySelector("[data-ticket]");
  if (fresh?.dataset.version) talk.dataset.version = fresh.dataset.version;
  for (const field of document.querySelectorAll(".composer input[name=seen]")) field.value = talk.dataset.version;
  const foreign = detail.added.filter((element) => others.delete(element.id));
  const stays = atEnd && detail.added.length;
  if (foreign.length) speak(foreign);
  if (stays) detail.added.at(-1).scrollIntoView({ block: "end" });
});

const speak = (foreign) => {
  const message = foreign.find((element) => element.matches("article"));
  const word = message ? (message.matches(".in") ? "customer" : "colleague") : "event";
  said.textContent = root.querySelector(`[data-word=${word}]`).textContent;
  if (!message || (atEnd && !writing())) return;
  news.querySelector("a").href = `#${message.id}`;
  news.querySelector("span").textContent = said.textContent;
  document.querySelector(".composer")?.before(news);
  news.hidden = false;
};
news.addEventListener("click", () => (news.hidden = true));
