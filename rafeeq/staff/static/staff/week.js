// The weekly pattern: lines of hours stand only where a day has its own, and one more is there when the last is filled.

const shown = (day) => {
  const own = day.querySelector("select").value === "own";
  day.querySelector(".lines-of-hours").hidden = !own;
};

const filled = (line) => [...line.querySelectorAll("input")].some((input) => input.value);

// A line beyond the first is hidden while it and the one before it are empty; the button then only shows it.
const settle = (day) => {
  const lines = [...day.querySelectorAll(".line")];
  lines.forEach((line, number) => {
    line.hidden = number > 0 && !filled(line) && !line.dataset.wanted;
  });
};

for (const day of document.querySelectorAll("[data-week] [data-day]")) {
  shown(day);
  settle(day);
  day.addEventListener("change", (event) => {
    if (event.target.matches("select")) shown(day);
  });
  day.querySelector("[name=more]").addEventListener("click", (event) => {
    const next = [...day.querySelectorAll(".line")].find((line) => line.hidden);
    if (!next) return; // the server gives more lines, and keeps what is written
    event.preventDefault();
    next.dataset.wanted = "yes";
    settle(day);
    next.querySelector("input").focus();
  });
}

const own = document.querySelector("[data-week] [name=own_week]");
if (own) {
  const days = document.querySelector("[data-week] .days");
  const settled = () => {
    days.hidden = !own.checked;
  };
  own.addEventListener("change", settled);
  settled();
}
