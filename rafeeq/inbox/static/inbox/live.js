// One stream of events for the whole browser: one tab leads and tells the others. Each tab knows its place in the
// stream, so that nothing is lost or told twice, whichever tab closes, sleeps or loses the network.
// Tells the page by events of the document: "live:told" {ticket, seq, kind, actor, by}, "live:here" {ticket},
// "live:over" (more was missed than is told) and "live:state" {lost, out}.

const root = document.getElementById("live");
const KEPT = 300; // events that the leader can tell once more to a tab that has just opened
const SILENT = 50_000; // milliseconds without a sign of life until the stream counts as dead; one comes every 20 s
const channel = navigator.locks && window.BroadcastChannel ? new BroadcastChannel("rafeeq-live") : null;

let place = root.dataset.place; // everything up to here this page knows; empty: it does not know where it stands
let source = null; // only where this tab leads
let began = ""; // the place from which the leader has kept everything
let kept = [];
let [heard, pause, waiting] = [Date.now(), 1000, 0];

const tell = (name, detail) => document.dispatchEvent(new CustomEvent(`live:${name}`, { detail }));

// Places are "transaction-number"; both grow.
const isAfter = (one, other) => {
  const [a, b] = [one, other].map((text) => text.split("-").map(BigInt));
  return a[0] > b[0] || (a[0] === b[0] && a[1] > b[1]);
};

const take = ({ kind, at, data }) => {
  heard = Date.now();
  if (kind === "state") return tell("state", data);
  tell("state", { lost: false });
  if (kind === "here") return tell("here", { ticket: Number(data) });
  if (place && !isAfter(at, place) && kind !== "over") return null;
  const knew = place;
  place = at;
  if (kind === "told") return tell("told", data);
  return kind === "over" || !knew ? tell("over") : null;
};

const spread = (message) => {
  take(message);
  channel?.postMessage(message);
};
const open = () => {
  clearTimeout(waiting);
  source?.close();
  [heard, began] = [Date.now(), began || place];
  source = new EventSource(`${root.dataset.stream}?after=${encodeURIComponent(place)}`);
  for (const kind of ["hello", "told", "beat", "over", "here"]) {
    source.addEventListener(kind, (event) => {
      const message = { kind, at: event.lastEventId, data: JSON.parse(event.data) };
      [pause, began] = [1000, began || message.at];
      if (kind === "over") [began, kept] = [message.at, []];
      if (kind === "told") kept.push(message);
      if (kept.length > KEPT) began = kept.shift().at;
      spread(message);
    });
  }
  source.addEventListener("error", () => {
    spread({ kind: "state", data: { lost: true } });
    if (source.readyState === EventSource.CLOSED) again();
  });
};

// The server has refused: it starts, or nobody is signed in any more. The browser does not come back by itself then.
const again = async () => {
  const answer = await fetch(root.dataset.stream, { method: "HEAD", redirect: "manual" }).catch(() => null);
  if (answer?.type === "opaqueredirect") spread({ kind: "state", data: { lost: true, out: true } });
  waiting = setTimeout(open, pause * (0.75 + Math.random() / 2));
  pause = Math.min(pause * 2, 30_000);
};

// What a tab that has just opened asks of the leader: everything since its page was made.
const answer = (since) => {
  if (!since || isAfter(began, since)) channel.postMessage({ kind: "over", at: place });
  else for (const message of kept) if (isAfter(message.at, since)) channel.postMessage(message);
};
channel?.addEventListener("message", ({ data }) => {
  if ("ask" in data) source && place && answer(data.ask);
  else if (!source) take(data);
});

const lead = (how) =>
  navigator.locks.request("rafeeq-live", how, () => new Promise(() => open())).catch(() => {
    source?.close(); // another tab took over: this one seemed asleep
    source = null;
    lead({});
  });

if (channel) {
  lead({});
  channel.postMessage({ ask: place });
} else open();

const look = () => {
  if (document.hidden || Date.now() - heard < SILENT) return;
  heard = Date.now();
  source || !channel ? open() : lead({ steal: true });
};
setInterval(look, 5000);
document.addEventListener("visibilitychange", look);
window.addEventListener("online", () => source && open());
window.addEventListener("pageshow", (event) => event.persisted && source && open());
