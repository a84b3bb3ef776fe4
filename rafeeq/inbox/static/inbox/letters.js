// Gives the frame of a laid-out message the height of what is in it. Without this module the frame scrolls.

const HIGHEST = 1200;

const fit = (frame) => {
  const letter = frame.contentDocument?.documentElement;
  if (letter) frame.style.blockSize = `${Math.min(letter.scrollHeight + 2, HIGHEST)}px`;
};

for (const frame of document.querySelectorAll(".letter iframe")) {
  frame.addEventListener("load", () => fit(frame));
  frame.closest("details").addEventListener("toggle", () => fit(frame));
  fit(frame);
}
