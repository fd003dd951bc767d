// The search in the bar: "/" and Ctrl+K lead into it, arrows through what it found. Without this
// file Enter leads to the page of results.
"use strict";

const searchBox = document.getElementById("desk_search");
const searchFound = document.getElementById("desk_search_found");

function searchHits() {
  return [...searchFound.querySelectorAll("a.hit")];
}

function showFound(isShown) {
  searchFound.hidden = !isShown;
  searchBox.setAttribute("aria-expanded", String(isShown));
  if (!isShown) markHit(null);
}

function markedHit() {
  return searchFound.querySelector('[aria-selected="true"]');
}

function markHit(hit) {
  const before = markedHit();
  if (before) before.setAttribute("aria-selected", "false");
  if (!hit) {
    searchBox.removeAttribute("aria-activedescendant");
    return;
  }
  hit.setAttribute("aria-selected", "true");
  hit.scrollIntoView({ block: "nearest" });
  searchBox.setAttribute("aria-activedescendant", hit.id);
}

function moveHit(by) {
  const hits = searchHits();
  if (!hits.length) return;
  const at = hits.indexOf(markedHit());
  markHit(hits[(at + by + hits.length + (at < 0 && by < 0 ? 1 : 0)) % hits.length]);
}

const SEARCH_KEYS = {
  ArrowDown: () => moveHit(1),
  ArrowUp: () => moveHit(-1),
  Escape: () => {
    if (searchFound.hidden) searchBox.blur();
    else showFound(false);
  },
};

if (searchBox) {
  searchBox.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const hit = markedHit();
    if (event.key === "Enter" && hit) {
      event.preventDefault();
      hit.click();
    } else if (event.key in SEARCH_KEYS) {
      event.preventDefault();
      SEARCH_KEYS[event.key]();
    }
  });
  searchBox.addEventListener("focus", () => {
    if (searchBox.value && searchFound.childElementCount) showFound(true);
  });
  searchFound.addEventListener("htmx:afterSwap", () => {
    showFound(searchFound.childElementCount > 0 && searchBox.value.trim() !== "");
  });
  document.addEventListener("click", (event) => {
    if (!event.target.closest(".desk-search")) showFound(false);
  });
  searchBox.closest("form").addEventListener("focusout", (event) => {
    if (event.relatedTarget && !event.relatedTarget.closest(".desk-search")) showFound(false);
  });
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
      event.preventDefault();
      searchBox.focus();
      searchBox.select();
    }
  });
}
