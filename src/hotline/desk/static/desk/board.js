// The board asks for itself anew every minute (htmx); the charts of the new tables are drawn then, and
// whatever was unfolded stays so.
"use strict";

const unfolded = new Set();

document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.target.id !== "board") return;
  unfolded.clear();
  document.querySelectorAll("#board details[open]").forEach((one, place) => unfolded.add(place));
});

document.addEventListener("htmx:afterSwap", () => {
  document.querySelectorAll("#board details").forEach((one, place) => {
    one.open = one.open || unfolded.has(place);
  });
});
