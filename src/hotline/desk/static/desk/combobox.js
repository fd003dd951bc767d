// One accessible combobox: a field with `data-combo`, the address that finds names for what is typed.
// The field stays free text; without this file it keeps its datalist.
"use strict";

const PAUSE = 120;
let opened = null; // { field, list, active }
let waiting = 0;
let asked = 0;

/** Give the field its list and the roles that a screen reader knows; once. */
function upgrade(field) {
  if (field.dataset.comboReady) return;
  field.dataset.comboReady = "1";
  field.removeAttribute("list");
  const list = document.createElement("ul");
  list.id = `${field.id}_options`;
  list.className = "combo-list";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", field.dataset.keyName || "可选项");
  const frame = document.createElement("div");
  frame.className = "combo";
  field.replaceWith(frame);
  frame.append(field, list);
  field.setAttribute("role", "combobox");
  field.setAttribute("aria-autocomplete", "list");
  field.setAttribute("aria-expanded", "false");
  field.setAttribute("aria-controls", list.id);
}

function listOf(field) {
  return document.getElementById(`${field.id}_options`);
}

function close() {
  if (!opened) return;
  opened.list.hidden = true;
  opened.field.setAttribute("aria-expanded", "false");
  opened.field.removeAttribute("aria-activedescendant");
  opened = null;
}

/** Move to an option; the first one is offered as soon as something fits. */
function mark(place) {
  const options = [...opened.list.children];
  if (!options.length) return;
  opened.active = (place + options.length) % options.length;
  options.forEach((option, number) => {
    option.id = `${opened.list.id}_${number}`;
    option.setAttribute("aria-selected", String(number === opened.active));
  });
  const now = options[opened.active];
  opened.field.setAttribute("aria-activedescendant", now.id);
  now.scrollIntoView({ block: "nearest" });
}

function show(field, html) {
  const list = listOf(field);
  list.innerHTML = html;
  if (!list.children.length || document.activeElement !== field) {
    close();
    return;
  }
  opened = { field, list, active: 0 };
  list.hidden = false;
  field.setAttribute("aria-expanded", "true");
  mark(0);
}

/** Ask for names; an answer that comes late is dropped. */
async function ask(field) {
  const number = ++asked;
  const query = field.value.trim();
  if (!query) {
    close();
    return;
  }
  const token = field.form.querySelector("[name=csrfmiddlewaretoken]");
  const answer = await fetch(field.dataset.combo, {
    method: "POST",
    headers: { "X-CSRFToken": token ? token.value : "" },
    body: new URLSearchParams({ q: query }),
  });
  if (answer.ok && number === asked) show(field, await answer.text());
}

function choose(option) {
  const field = opened.field;
  field.value = option.dataset.value;
  asked += 1;
  close();
  field.dispatchEvent(new Event("change", { bubbles: true }));
}

document.addEventListener("input", (event) => {
  if (!event.target.matches("[data-combo]")) return;
  upgrade(event.target);
  clearTimeout(waiting);
  waiting = setTimeout(ask, PAUSE, event.target);
});

document.addEventListener("keydown", (event) => {
  if (!opened || event.target !== opened.field || event.isComposing) return;
  const moves = { ArrowDown: 1, ArrowUp: -1 };
  if (event.key in moves) {
    event.preventDefault();
    mark(opened.active + moves[event.key]);
  } else if (event.key === "Enter" && !event.ctrlKey && !event.metaKey) {
    event.preventDefault();
    choose(opened.list.children[opened.active]);
  } else if (event.key === "Tab" && opened.field.dataset.comboOnly !== undefined) {
    choose(opened.list.children[opened.active]);
  } else if (event.key === "Escape") {
    event.preventDefault();
    close();
  }
});

document.addEventListener("mousedown", (event) => {
  const option = event.target.closest(".combo-list [role=option]");
  if (!option || !opened) return;
  event.preventDefault(); // the field keeps the focus
  choose(option);
});

document.addEventListener("focusout", (event) => {
  if (opened && event.target === opened.field) close();
});

document.querySelectorAll("[data-combo]").forEach(upgrade);
