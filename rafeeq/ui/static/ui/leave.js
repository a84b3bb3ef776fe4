// Who signs out leaves nothing behind in this browser: what was being written here is kept by the server alone.

document.addEventListener("submit", (event) => {
  if (event.target.method !== "post" || !new URL(event.target.action).pathname.startsWith("/sign-out/")) return;
  for (const key of Object.keys(localStorage)) {
    if (key.startsWith("rafeeq:draft:")) localStorage.removeItem(key);
  }
});
