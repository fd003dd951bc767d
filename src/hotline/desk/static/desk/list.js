// The list of cases: where one was in it is kept for the way back; many rows are chosen by keys.
"use strict";

const LIST_PLACE = "list-place";
let lastChosen = -1;

function listRows() {
  return [...document.querySelectorAll(".cases-table tbody tr")];
}

function rowBoxes() {
  return listRows().map((row) => row.querySelector("input[name=chosen]")).filter(Boolean);
}

/** Which list this is, where it stands, and which row one was at. */
function keepPlace() {
  const row = listRows().find((each) => each.contains(document.activeElement));
  const link = row && row.querySelector(".c-number a");
  const place = { url: location.pathname + location.search, top: scrollY, row: link ? link.textContent : "" };
  sessionStorage.setItem(LIST_PLACE, JSON.stringify(place));
}

/** Back to the row and the place where one left. */
function findPlace() {
  const place = JSON.parse(sessionStorage.getItem(LIST_PLACE) || "null");
  if (!place || place.url !== location.pathname + location.search) return;
  const link = [...document.querySelectorAll(".c-number a")].find((each) => each.textContent === place.row);
  if (!link) return;
  link.focus({ preventScroll: true });
  scrollTo(0, place.top);
}

function tellChosen() {
  const count = rowBoxes().filter((box) => box.checked).length;
  const told = document.querySelector("[data-chosen-count]");
  if (told) told.textContent = count ? ` ${count} 件` : "";
}

function boxAtHand() {
  return rowBoxes().findIndex((box) => box.closest("tr").contains(document.activeElement));
}

/** All boxes from the one chosen last to the one at hand. */
function chooseRange(to) {
  const from = lastChosen < 0 ? to : lastChosen;
  rowBoxes().slice(Math.min(from, to), Math.max(from, to) + 1).forEach((box) => { box.checked = true; });
}

function chooseAll() {
  const boxes = rowBoxes();
  const isOn = !boxes.every((box) => box.checked);
  boxes.forEach((box) => { box.checked = isOn; });
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (event.target.closest("input:not([type=checkbox]), textarea, select, dialog")) return;
  const at = boxAtHand();
  if (event.key === "*") chooseAll();
  else if (event.key === "X" && at >= 0) chooseRange(at);
  else if (event.key === "x" && at >= 0) lastChosen = at;
  else return;
  if (event.key !== "x") event.preventDefault();
  setTimeout(tellChosen);
});

document.addEventListener("click", (event) => {
  if (!event.target.matches("input[name=chosen]")) return;
  const at = rowBoxes().indexOf(event.target);
  if (event.shiftKey && event.target.checked) chooseRange(at);
  lastChosen = at;
  tellChosen();
});

addEventListener("pagehide", keepPlace);
addEventListener("pageshow", findPlace);
