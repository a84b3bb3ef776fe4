// When a request made in the background fails, say so: nothing may look saved that is not.
// The sentences stand in the page (parts.failures), translated; this module only shows them.

const say = (kind) => {
  const sentence = document.querySelector(`template[data-failure="${kind}"]`);
  const place = document.getElementById("flashes");
  if (!sentence || !place) return;
  place.querySelectorAll("[data-failed]").forEach((old) => old.remove());
  place.append(sentence.content.cloneNode(true));
  place.scrollIntoView({ block: "nearest" });
};

document.addEventListener("htmx:sendError", () => say("network"));
document.addEventListener("htmx:timeout", () => say("network"));
document.addEventListener("htmx:responseError", (event) => {
  if (event.detail.xhr.status === 403) say("refused");
  else say("server");
});
// A form that was sent comes back with its errors as 422: show it where the answer would have gone.
document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.xhr.status !== 422) return;
  event.detail.shouldSwap = true;
  event.detail.isError = false;
});
document.addEventListener("htmx:afterOnLoad", (event) => {
  if (event.detail.xhr.status < 400) document.querySelectorAll("[data-failed]").forEach((old) => old.remove());
});
