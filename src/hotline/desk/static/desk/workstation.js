// Comforts of the workstation: the clock of the call, keys that fill in, where the focus goes.
// Every part works without this file.
"use strict";

const TITLE = document.title;
let lastField = null;

/** How long ago a moment was, as 2:47. */
function lasting(since) {
  const seconds = Math.max(0, Math.floor((Date.now() - new Date(since)) / 1000));
  const two = (number) => String(number).padStart(2, "0");
  const hours = Math.floor(seconds / 3600);
  return `${hours ? `${hours}:` : ""}${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
}

function tick() {
  for (const clock of document.querySelectorAll("[data-since]")) clock.textContent = lasting(clock.dataset.since);
}

/** The next of the choices side by side. */
function cycle(name) {
  const choices = [...document.querySelectorAll(`#ws-form input[name="${name}"]`)];
  const at = choices.findIndex((choice) => choice.checked);
  const next = choices[(at + 1) % choices.length];
  next.checked = true;
  next.dispatchEvent(new Event("change", { bubbles: true }));
}

function fill(button) {
  const field = document.querySelector(button.dataset.fill);
  field.value = button.dataset.value;
  field.dispatchEvent(new Event("change", { bubbles: true }));
  field.focus();
}

/** Take an answer over, after what was written already, and keep from where it is. */
function insert(button) {
  const field = document.querySelector(button.dataset.insert);
  if (!field) return;
  field.value = [field.value.trim(), button.dataset.answer].filter(Boolean).join("\n");
  const used = document.querySelector("#ws-form input[name=articles]");
  used.value = [used.value, button.dataset.article].filter(Boolean).join(",");
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.focus();
}

function hits() {
  return [...document.querySelectorAll("#hits [data-insert]")];
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-cycle], [data-fill], [data-insert]");
  if (!button) return;
  if (button.dataset.cycle) cycle(button.dataset.cycle);
  else if (button.dataset.fill) fill(button);
  else insert(button);
});

/** From the search of the knowledge base: down into what was found, Enter takes the first. */
document.addEventListener("keydown", (event) => {
  const all = hits();
  const at = all.indexOf(event.target);
  if (event.target.id === "sought" && event.key === "Enter" && !event.ctrlKey) {
    event.preventDefault();
    if (all.length) insert(all[0]);
  } else if (event.key === "ArrowDown" && (event.target.id === "sought" || at >= 0) && all.length) {
    event.preventDefault();
    all[Math.min(at + 1, all.length - 1)].focus();
  } else if (event.key === "ArrowUp" && at >= 0) {
    event.preventDefault();
    (all[at - 1] || document.getElementById("sought")).focus();
  }
});

document.addEventListener("focusin", (event) => {
  if (event.target.matches("#ws-form input, #ws-form textarea, #ws-form select")) lastField = event.target;
});

document.addEventListener("toggle", (event) => {
  if (event.target.matches("[data-opens][open]")) event.target.querySelector("input:not([type=hidden]), button").focus();
}, true);

/** When the bar was drawn anew the key that was pressed is gone: back to the writing. */
function backToWriting() {
  if (document.activeElement && document.activeElement !== document.body) return;
  const open = document.querySelector(".ws-wrap select, .ws-third[open] input");
  const field = open || (lastField && lastField.isConnected ? lastField : null) || document.getElementById("new_title");
  if (field) field.focus();
}

document.addEventListener("htmx:afterSettle", (event) => {
  if (event.target.id !== "callbar") return;
  tick();
  document.title = document.querySelector(".ws-is-ringing") ? `【来电】${TITLE}` : TITLE;
  backToWriting();
});

tick();
setInterval(tick, 1000);
if (document.querySelector(".ws-is-talking") && document.activeElement === document.body) {
  document.getElementById("new_title").focus();
}
