// While the server does not answer, nothing is sent into the browser's error page: the words stay where they are.

let lost = false;
document.addEventListener("live:state", ({ detail }) => (lost = Boolean(detail.lost && !detail.out)));

const answers = () => fetch("/healthz", { cache: "no-store" }).then((answer) => answer.status < 500, () => false);

window.addEventListener("submit", async (event) => {
  const form = event.target.closest(".composer form");
  if (!lost || !form || form.dataset.asked) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  const { submitter } = event;
  if (await answers()) {
    form.dataset.asked = "yes";
    form.requestSubmit(submitter);
    delete form.dataset.asked;
  } else {
    const said = document.querySelector("[data-live-lost]");
    if (said) said.hidden = false;
  }
}, true);
