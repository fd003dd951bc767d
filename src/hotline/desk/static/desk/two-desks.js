// The side-by-side desks: after a case was loaded the keyboard stands where it is needed next.
// Every desk works without this file.
"use strict";

/** Whether a key belongs to what is being written. */
function isBeingWritten(target) {
  return target.closest("input:not([type=checkbox]):not([type=radio]), textarea, select, dialog") !== null;
}

/** Lead to what went wrong, else to what is done by one key, and keep the list in place. */
function stand(desk) {
  const chosen = desk.querySelector(".is-chosen");
  if (chosen) chosen.scrollIntoView({ block: "nearest" });
  const place = desk.querySelector("[data-focus]") || desk.querySelector("[data-first]");
  if (place) place.focus({ preventScroll: !place.matches("[data-focus]") });
}

/** The key of an answer chooses it: its label carries the key as data-pick. */
function pick(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (isBeingWritten(event.target) || document.querySelector("dialog[open]")) return;
  const label = document.querySelector(`[data-pick="${CSS.escape(event.key)}"]`);
  if (!label) return;
  event.preventDefault();
  const choice = document.getElementById(label.htmlFor);
  choice.click();
  choice.focus();
}

/** What was said decides what follows: who is not content is not simply closed. */
function followAnswer(event) {
  const about = event.target.closest("[data-about]");
  if (!about || !event.target.matches("input[type=radio]")) return;
  const chosen = (name) => about.querySelector(`input[name$="-${name}"]:checked`)?.value;
  const isAgainst = chosen("solved") === "no" || chosen("handling_rating") === "dissatisfied";
  const then = chosen("then");
  const wanted = isAgainst && then === "close" ? "handle_again" : !isAgainst && then === "handle_again" ? "close" : "";
  if (wanted && !event.target.name.endsWith("-then")) {
    about.querySelector(`input[name$="-then"][value="${wanted}"]`).checked = true;
  }
}

document.addEventListener("htmx:afterSettle", (event) => {
  const desk = event.target.closest ? event.target.closest("[data-desk]") || document.querySelector("[data-desk]") : null;
  if (desk && event.target.matches("[data-desk]")) stand(desk);
});
document.addEventListener("keydown", pick);
document.addEventListener("change", followAnswer);
const shown = document.querySelector("[data-desk]");
if (shown) stand(shown);
