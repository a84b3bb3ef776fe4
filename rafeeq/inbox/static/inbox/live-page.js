// Brings what has happened into the page that stands open: asks for the page anew, as the person it is, and takes over
// the parts marked `data-live`: "grow" (what is new is put at the end, what changed is replaced), "swap" (replaced where
// it differs; entries of a list one by one). What somebody works in is left alone until they are done with it.

import { grow, swap } from "./live-parts.js";

const root = document.getElementById("live");
const talk = document.querySelector("[data-ticket]");
const SOON = { mine: 60, other: 500 }; // milliseconds in which several events become one request
const REST = 1500; // milliseconds at least between two requests for what is not the open ticket

let timer = 0;
let last = 0;
let asking = false;
let more = false;

const ask = async () => {
  if (asking) return void (more = true);
  [asking, more, last] = [true, false, Date.now()];
  try {
    const answer = await fetch(location.href, { headers: { "X-Live": "1" }, credentials: "same-origin" });
    if (!answer.ok || new URL(answer.url).pathname !== location.pathname) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    let added = [];
    for (const part of document.querySelectorAll("[data-live][id]")) {
      const now = fresh.getElementById(part.id);
      if (now && part.dataset.live === "grow") added = [...added, ...grow(part, now)];
      else if (now) swap(part, now);
    }
    document.dispatchEvent(new CustomEvent("live:grown", { detail: { added, page: fresh } }));
  } finally {
    asking = false;
    if (more) plan(SOON.other);
  }
};

const plan = (soon) => {
  clearTimeout(timer);
  if (document.hidden) more = true;
  else timer = setTimeout(() => ask().catch(() => (more = true)), soon);
};

document.addEventListener("live:told", ({ detail }) => {
  const mine = talk && Number(talk.dataset.ticket) === detail.ticket;
  if (talk && !mine && !document.querySelector("[data-entries]")) return;
  plan(mine ? SOON.mine : Math.max(SOON.other, last + REST - Date.now()));
});
document.addEventListener("live:over", () => plan(SOON.mine));
document.addEventListener("visibilitychange", () => !document.hidden && more && plan(SOON.mine));
root.dataset.joined = "yes";
