// What is pasted from a word processor or a page comes in as Markdown: the server makes it, for only there lies what can.
// Nothing is lost: while it is on its way, or when it fails, the plain words stand.

const form = document.querySelector("[data-editor]");
const body = form?.querySelector("[data-body]");
const DRESSED = /<(h[1-6]|ul|ol|table|b|strong|em|i|a\s|p[^>]*mso)/iu;
const LONGEST = 2_000_000;

const put = (text) => {
  body.focus();
  if (!document.execCommand("insertText", false, text)) {
    body.setRangeText(text, body.selectionStart, body.selectionEnd, "end");
  }
  body.dispatchEvent(new Event("input", { bubbles: true }));
};

const asMarkdown = async (html) => {
  const sent = new FormData();
  sent.append("html", html);
  sent.append("csrfmiddlewaretoken", form.querySelector("[name=csrfmiddlewaretoken]").value);
  const answer = await fetch(form.dataset.pasted, { method: "POST", body: sent });
  if (!answer.ok) throw new Error(answer.status);
  return answer.text();
};

body?.addEventListener("paste", async (event) => {
  const html = event.clipboardData.getData("text/html");
  const plain = event.clipboardData.getData("text/plain");
  if (!html || html.length > LONGEST || !DRESSED.test(html)) return;
  event.preventDefault();
  let text = plain;
  body.readOnly = true;
  try {
    text = await asMarkdown(html);
  } catch {
    text = plain;
  }
  body.readOnly = false;
  put(text || plain);
});
