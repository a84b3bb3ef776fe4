// What the composer's scripts share: its place on the page, the translated words and pieces, and how they ask the server.

export const composer = document.querySelector("[data-composer]");
export const forms = [...(composer?.querySelectorAll("form.say") ?? [])];

export const word = (name, value = "") =>
  (composer.querySelector(`template[data-word="${name}"]`)?.content.textContent ?? "").replace("%s", value);

export const piece = (name) => composer.querySelector(`template[data-piece="${name}"]`).content.cloneNode(true);

// A session that has ended answers with a way to the sign-in page: that is no answer to us.
export const ask = (url, options = {}) => fetch(url, {
  ...options,
  redirect: "manual",
  headers: {
    "X-Requested-With": "fetch",
    "X-CSRFToken": composer.querySelector("[name=csrfmiddlewaretoken]").value,
    ...options.headers,
  },
});

export const post = (url, fields, more = {}) => ask(url, { method: "POST", body: new URLSearchParams(fields), ...more });

// Write words at the cursor, as if they had been typed, so that the browser's own undo takes them away again.
export const insert = (area, text, from = area.selectionStart, to = area.selectionEnd) => {
  area.focus();
  area.setSelectionRange(from, to);
  if (!document.execCommand("insertText", false, text)) {
    area.setRangeText(text, from, to, "end");
    area.dispatchEvent(new Event("input", { bubbles: true }));
  }
};
