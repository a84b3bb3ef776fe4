// Notices on this device: shows how it stands, and asks the browser only when somebody has pressed the button.

const card = document.querySelector("[data-devices]");

const supported = () => "serviceWorker" in navigator && "PushManager" in window && "Notification" in window;

const show = (state) => {
  for (const part of card.querySelectorAll("[data-state]")) part.hidden = part.dataset.state !== state;
  card.hidden = false;
};

const kept = async () => {
  const registration = await navigator.serviceWorker.getRegistration(card.dataset.worker);
  return registration ? registration.pushManager.getSubscription() : null;
};

const state = async () => {
  if (!supported()) return "unsupported";
  if (Notification.permission === "denied") return "denied";
  return card.dataset.here && Notification.permission === "granted" && (await kept()) ? "on" : "off";
};

const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));

const ours = async (form) => {
  const answer = await fetch(card.dataset.key, { method: "POST", body: new FormData(form) });
  if (!answer.ok) throw new Error("no key");
  return bytes((await answer.json()).key);
};

// What was there before is let go: it may be another person's, or made with a key that is no more.
const subscribe = async (form) => {
  await navigator.serviceWorker.register(card.dataset.worker);
  const registration = await navigator.serviceWorker.ready;
  await (await registration.pushManager.getSubscription())?.unsubscribe();
  return registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: await ours(form) });
};

const turnOn = async (form) => {
  const trouble = form.querySelector("[data-trouble]");
  const button = form.querySelector("button");
  trouble.hidden = true;
  button.disabled = true;
  try {
    if ((await Notification.requestPermission()) !== "granted") return show(await state());
    const { endpoint, keys } = (await subscribe(form)).toJSON();
    Object.assign(form.elements.endpoint, { value: endpoint });
    Object.assign(form.elements.p256dh, { value: keys.p256dh });
    Object.assign(form.elements.auth, { value: keys.auth });
    form.submit();
  } catch {
    trouble.hidden = false;
  } finally {
    button.disabled = false;
  }
};

const turnOff = async (form) => {
  try {
    await (await kept())?.unsubscribe();
  } finally {
    form.submit();
  }
};

card.addEventListener("submit", (event) => {
  const turn = event.target.dataset.turn;
  if (!turn) return;
  event.preventDefault();
  (turn === "on" ? turnOn : turnOff)(event.target);
});

show(await state().catch(() => "unsupported"));
