// Shortcuts of the staff screens; `?` lists them. Every page works without this file.
"use strict";

const PLACES = { h: "desk-home", c: "desk-cases", n: "desk-new", r: "desk-notices", z: "desk-articles" };
const WAIT_FOR_SECOND = 1200;
let first = "";
let forget = 0;

/** Whether a key belongs to what is being written. */
function isWriting(target) {
  return target.closest("input:not([type=checkbox]):not([type=radio]), textarea, select, dialog") !== null;
}

/** The rows of the list on this page, and the one that the keyboard is at. */
function rows() {
  return [...document.querySelectorAll(".cases-table tbody tr")].filter((row) => row.querySelector(".c-number a"));
}

function step(by) {
  const all = rows();
  if (!all.length) return;
  const at = all.findIndex((row) => row.contains(document.activeElement));
  const next = at < 0 ? (by > 0 ? 0 : all.length - 1) : Math.min(Math.max(at + by, 0), all.length - 1);
  all[next].querySelector(".c-number a").focus();
  all[next].scrollIntoView({ block: "nearest" });
}

/** Choose the row for what is done with many. */
function choose() {
  const row = rows().find((each) => each.contains(document.activeElement));
  const box = row && row.querySelector("input[type=checkbox]");
  if (box) box.checked = !box.checked;
}

/** Into the search over every page. */
function search() {
  const box = document.getElementById("desk_search");
  box.focus();
  box.select();
}

/** Into the first field of what the case waits for. */
function act() {
  const field = document.querySelector(
    ".panel[open] :is(input:not([type=hidden]):not([type=radio]), textarea, select, .btn-check)",
  );
  const summary = document.querySelector(".case-actions summary");
  if (field) field.focus();
  else if (summary) summary.focus();
}

function go(key) {
  const link = document.querySelector(`[data-place="${PLACES[key]}"]`);
  if (link) link.click();
}

function help() {
  document.getElementById("keys").showModal();
}

const KEYS = {
  "?": help,
  "/": search,
  j: () => step(1),
  k: () => step(-1),
  x: choose,
  a: act,
};

document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    const form = event.target.closest("form");
    if (form && form.method === "post") form.requestSubmit(form.querySelector("[type=submit]"));
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || isWriting(event.target)) return;
  clearTimeout(forget);
  const before = first;
  first = "";
  if (before === "g" && event.key in PLACES) {
    event.preventDefault();
    go(event.key);
  } else if (event.key === "g") {
    first = "g";
    forget = setTimeout(() => { first = ""; }, WAIT_FOR_SECOND);
  } else if (event.key in KEYS) {
    event.preventDefault();
    KEYS[event.key]();
  }
});

document.querySelectorAll("[data-close-keys]").forEach((button) => {
  button.addEventListener("click", () => button.closest("dialog").close());
});
document.querySelectorAll("[data-keys]").forEach((button) => {
  button.hidden = false;
  button.addEventListener("click", help);
});
