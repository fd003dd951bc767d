// Clocks of the queue board: how long somebody waits, or is in a state. The page works without them.
"use strict";

function tickCalls() {
  for (const clock of document.querySelectorAll("[data-since]")) {
    const seconds = Math.max(0, Math.floor((Date.now() - new Date(clock.dataset.since)) / 1000));
    const minutes = Math.floor(seconds / 60);
    const two = (number) => String(number).padStart(2, "0");
    clock.textContent = minutes >= 60
      ? `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(seconds % 60)}`
      : `${minutes}:${two(seconds % 60)}`;
  }
}

document.addEventListener("htmx:afterSettle", tickCalls);
tickCalls();
setInterval(tickCalls, 1000);
