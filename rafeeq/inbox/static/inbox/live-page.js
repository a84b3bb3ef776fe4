// Brings what has happened into the page that stands open: asks for the page anew, as the person it is, and takes over
// the parts marked `data-live`: "grow" (what is new is put at the end, what changed is replaced), "swap" (replaced where
// it differs; entries of a list one by one). What somebody works in is left alone until they are done with it.

import { grow, swap } from "./live-parts.js";

const talk = document.querySelector("[data-ticket]");
const SENT = 15_000; // milliseconds after which a reply has left, of which no event tells
const SOON = { mine: 60, other: 500 }; // milliseconds in which several events become one request
const REST = 1500; // milliseconds at least between two requests for what is not the open ticket

const parser = new DOMParser();

let timer = 0;
let last = 0;
let asking = false;
const wanted = { page: false, list: false };

const fetched = async (address) => {
  const answer = await fetch(address, { credentials: "same-origin" });
  const here = new URL(answer.url).pathname === new URL(address, location.href).pathname; // or somebody signed out
  return answer.ok && here ? parser.parseFromString(await answer.text(), "text/html") : null;
};

// After a form came back with something wrong, the window's address is the form's and not the request's.
const address = () => (talk && location.pathname !== talk.dataset.address ? talk.dataset.address : location.href);

const renew = async () => {
  const page = await fetched(address());
  if (!page) return;
  const added = [];
  for (const part of document.querySelectorAll("[data-live][id]")) {
    const now = page.getElementById(part.id);
    if (now && part.dataset.live === "grow") added.push(...grow(part, now));
    else if (now) swap(part, now);
  }
  document.dispatchEvent(new CustomEvent("live:grown", { detail: { added, page } }));
};

// The list beside an open ticket comes from an address of its own.
const renewList = async () => {
  const column = document.querySelector("[data-list][hx-get]");
  if (!column?.querySelector("[data-entries]")) return;
  const list = await fetched(column.getAttribute("hx-get"));
  if (list) swap(column, list.body);
};

const ask = async () => {
  if (asking) return plan(SOON.other);
  asking = true;
  last = Date.now();
  const { page, list } = wanted;
  wanted.page = wanted.list = false;
  try {
    if (page) await renew();
    if (list) await renewList();
  } catch {
    wanted.page ||= page; // the network is gone: the stream's next word asks again
    wanted.list ||= list;
  } finally {
    asking = false;
  }
};

const plan = (soon) => {
  clearTimeout(timer);
  if (!document.hidden) timer = setTimeout(ask, soon);
};

const askOnce = () => {
  wanted.page = true;
  plan(0);
};

document.addEventListener("live:told", ({ detail }) => {
  const mine = talk && Number(talk.dataset.ticket) === detail.ticket;
  wanted.page ||= !talk || mine;
  wanted.list ||= Boolean(talk);
  if (mine && detail.kind === "message.sent") setTimeout(askOnce, SENT);
  plan(mine ? SOON.mine : Math.max(SOON.other, last + REST - Date.now()));
});
document.addEventListener("live:over", () => {
  wanted.page = wanted.list = true;
  plan(SOON.mine);
});
const due = () => (wanted.page || wanted.list) && plan(SOON.mine);
document.addEventListener("live:state", ({ detail }) => !detail.lost && due());
document.addEventListener("visibilitychange", due);
