// Shows notices while no page of ours is open, and opens what they are about. It sees no page and keeps nothing.

const WORKSPACE = "/inbox/";

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("push", (event) => {
  const { title, body, tag, lang, dir, address } = event.data.json();
  const shown = { body, tag, lang, dir, renotify: true, data: { address } };
  event.waitUntil(self.registration.showNotification(title, shown));
});

// A page that shows it already comes to the front; else a page of the workspace goes there; else a new one opens.
const open = async (address) => {
  const there = new URL(address, self.location.origin);
  if (there.origin !== self.location.origin) return null;
  const pages = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  const same = pages.find((page) => page.url.split("#")[0] === there.href);
  if (same) return same.focus();
  const near = pages.find((page) => new URL(page.url).pathname.startsWith(WORKSPACE));
  if (!near) return self.clients.openWindow(there.href);
  await near.focus().catch(() => null); // a browser may keep it in the back
  return near.navigate(there.href).catch(() => self.clients.openWindow(there.href));
};

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(open(event.notification.data.address));
});
