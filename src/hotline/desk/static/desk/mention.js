// After an @ in a comment: a list of who may be called, by name, pinyin or its first letters.
"use strict";

const AT_WORD = /[@＠]([^\s@＠，。；：、]{0,20})$/;
const MOST_CALLED = 8;
const calledList = document.getElementById("called");
let callingBox = null;
let loading = null;

/** The letters after the @ that the cursor stands behind; null where there is no @. */
function calledWord() {
  const found = AT_WORD.exec(callingBox.value.slice(0, callingBox.selectionStart));
  return found ? found[1].toLowerCase() : null;
}

function mayCallUnits() {
  const box = document.querySelector("[data-for-units]");
  return !box || box.checked || !callingBox.closest(".comment-form");
}

function shownCalled() {
  return [...calledList.children].filter((each) => !each.hidden);
}

function markCalled(item) {
  for (const each of calledList.children) each.setAttribute("aria-selected", String(each === item));
  if (item) {
    callingBox.setAttribute("aria-activedescendant", item.id);
    item.scrollIntoView({ block: "nearest" });
  } else callingBox.removeAttribute("aria-activedescendant");
}

function hideCalled() {
  calledList.hidden = true;
  if (callingBox) callingBox.removeAttribute("aria-activedescendant");
}

/** Once for the page, however fast somebody types. */
function loadCalled() {
  loading = loading || fetchCalled();
  return loading;
}

async function fetchCalled() {
  const address = document.querySelector("[data-mentionable]").dataset.mentionable;
  const answer = await fetch(address, { headers: { "HX-Request": "true" } });
  if (answer.ok) calledList.innerHTML = await answer.text();
  else loading = null;
}

async function offerCalled() {
  if (calledWord() !== null) await loadCalled();
  const word = calledWord();
  if (word === null) {
    hideCalled();
    return;
  }
  let left = MOST_CALLED;
  for (const each of calledList.children) {
    const isCalled = each.dataset.name.includes(word) || each.dataset.typed.split(" ").some((key) => key.startsWith(word));
    const fits = isCalled && (mayCallUnits() || !("ofUnits" in each.dataset));
    each.hidden = !(fits && left > 0);
    if (!each.hidden) left -= 1;
  }
  const shown = shownCalled();
  if (!shown.length) {
    hideCalled();
    return;
  }
  callingBox.after(calledList);
  calledList.hidden = false;
  markCalled(shown[0]);
}

function call(item) {
  const before = callingBox.value.slice(0, callingBox.selectionStart).replace(AT_WORD, `@${item.dataset.name} `);
  callingBox.setRangeText(before, 0, callingBox.selectionStart, "end");
  callingBox.dispatchEvent(new Event("input", { bubbles: true }));
  hideCalled();
  callingBox.focus();
}

function stepCalled(by) {
  const shown = shownCalled();
  const at = shown.findIndex((each) => each.getAttribute("aria-selected") === "true");
  markCalled(shown[(at + by + shown.length) % shown.length]);
}

const CALLED_KEYS = {
  ArrowDown: () => stepCalled(1),
  ArrowUp: () => stepCalled(-1),
  Escape: hideCalled,
  Enter: () => call(calledList.querySelector('[aria-selected="true"]')),
  Tab: () => call(calledList.querySelector('[aria-selected="true"]')),
};

for (const box of calledList ? document.querySelectorAll("[data-mention]") : []) {
  box.setAttribute("aria-autocomplete", "list");
  box.setAttribute("aria-haspopup", "listbox");
  box.setAttribute("aria-controls", "called");
  box.addEventListener("input", () => {
    callingBox = box;
    offerCalled();
  });
  box.addEventListener("keydown", (event) => {
    if (calledList.hidden || event.isComposing || event.ctrlKey || !(event.key in CALLED_KEYS)) return;
    event.preventDefault();
    event.stopPropagation();
    CALLED_KEYS[event.key]();
  });
  box.addEventListener("blur", () => setTimeout(hideCalled, 200));
}
if (calledList) {
  calledList.addEventListener("mousedown", (event) => {
    const item = event.target.closest("[role=option]");
    if (!item) return;
    event.preventDefault();
    call(item);
  });
}
