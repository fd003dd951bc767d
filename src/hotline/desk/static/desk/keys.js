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

/** What this page's own keys are for: `data-key` acts while nobody writes, `data-alt-key` always. */
function ownKeys() {
  return [...document.querySelectorAll("[data-key], [data-alt-key]")].filter(isShown);
}

function isShown(element) {
  return element.getClientRects().length > 0 && !element.disabled;
}

/** A field is gone into, anything else is pressed. */
function use(element) {
  if (element.matches("input:not([type=checkbox]):not([type=radio]):not([type=submit]), textarea, select")) {
    element.focus();
    if (element.select) element.select();
  } else {
    element.focus({ preventScroll: true });
    element.click();
  }
}

/** Press what carries this key; says whether there was anything. */
function useOwn(name, key) {
  const found = ownKeys().find((element) => (element.getAttribute(name) || "").toLowerCase() === key.toLowerCase());
  if (found) use(found);
  return Boolean(found);
}

/** Without Shift and layout: Alt changes what a key writes on some keyboards. */
function plainKey(event) {
  return /^(Key|Digit)/.test(event.code) ? event.code.slice(-1) : event.key;
}

function nameOf(element) {
  return element.dataset.keyName || element.getAttribute("aria-label") || element.textContent.trim();
}

/** The page's own keys, before those of every page. */
function listOwnKeys() {
  const list = document.getElementById("own-keys");
  list.replaceChildren();
  const told = new Set();
  for (const element of ownKeys()) {
    const name = `${element.dataset.altKey || ""} ${element.dataset.key || ""}`;
    if (told.has(name)) continue;
    told.add(name);
    const term = document.createElement("dt");
    for (const part of element.dataset.altKey ? ["Alt", element.dataset.altKey] : [element.dataset.key]) {
      const key = document.createElement("kbd");
      key.textContent = part.length === 1 && element.dataset.altKey ? part.toUpperCase() : part;
      term.append(key, " ");
    }
    const what = document.createElement("dd");
    what.textContent = nameOf(element);
    list.append(term, what);
  }
  list.closest("section").hidden = !list.children.length;
}

function help() {
  listOwnKeys();
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
  if (event.isComposing || document.querySelector("dialog[open]")) return;
  if (event.altKey && !event.ctrlKey && !event.metaKey) {
    if (useOwn("data-alt-key", plainKey(event))) event.preventDefault();
    return;
  }
  const isNamed = event.key.length > 1 && event.key.startsWith("F");
  if (event.ctrlKey || event.metaKey || (isWriting(event.target) && !isNamed)) return;
  clearTimeout(forget);
  const before = first;
  first = "";
  if (before === "g" && event.key in PLACES) {
    event.preventDefault();
    go(event.key);
  } else if (event.key === "g") {
    first = "g";
    forget = setTimeout(() => { first = ""; }, WAIT_FOR_SECOND);
  } else if (useOwn("data-key", event.key)) {
    event.preventDefault();
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
