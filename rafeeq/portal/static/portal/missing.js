// A search that found nothing is told to whoever writes the articles: the words alone.

const words = document.querySelector("[data-missing]");
if (words) navigator.sendBeacon(words.dataset.missing, new URLSearchParams({ q: words.dataset.words }));
