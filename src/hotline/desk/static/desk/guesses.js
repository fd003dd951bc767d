// What the system guesses while one types or sorts: shown beside the form, filled into fields that
// nobody has chosen, marked there, and taken back with one key. What a person chose is never touched.
"use strict";

(() => {
  const NOTHING = { urgency: "ordinary" };
  const known = new WeakMap();
  let isOurs = false;

  /** What this page remembers of a form: what people chose, what was filled in, what they refused. */
  function memory(form) {
    if (!known.has(form)) known.set(form, { chosen: new Set(), filled: new Map(), refused: new Set() });
    return known.get(form);
  }

  const fieldsOf = (form, name) => [...form.elements].filter((field) => field.name === name);

  function valueOf(form, name) {
    const fields = fieldsOf(form, name);
    if (fields[0] && fields[0].type === "radio") {
      const chosen = fields.find((field) => field.checked);
      return chosen ? chosen.value : "";
    }
    return fields[0] ? fields[0].value.trim() : "";
  }

  /** Put a value into a field as a person would, and say so to the page. */
  function put(form, name, value) {
    const fields = fieldsOf(form, name);
    if (!fields.length) return;
    let told = fields[0];
    if (told.type === "radio") {
      for (const field of fields) field.checked = field.value === value;
      told = fields.find((field) => field.checked) || told;
    } else {
      told.value = value;
    }
    isOurs = true;
    told.dispatchEvent(new Event("change", { bubbles: true }));
    isOurs = false;
  }

  function boxOf(form, name) {
    const field = fieldsOf(form, name)[0];
    return field && field.closest(".field");
  }

  function mark(form, name, percent) {
    const box = boxOf(form, name);
    if (!box) return;
    box.classList.add("is-guess");
    box.dataset.draftSkip = ""; // a draft keeps what people chose; the guess comes anew with the text
    const tag = document.createElement("span");
    tag.className = "guess-tag";
    tag.textContent = `推测填入 ${percent}%`;
    box.querySelector("legend, label").append(tag);
  }

  function unmark(form, name) {
    const box = boxOf(form, name);
    memory(form).filled.delete(name);
    if (!box) return;
    box.classList.remove("is-guess");
    delete box.dataset.draftSkip;
    for (const tag of box.querySelectorAll(".guess-tag")) tag.remove();
  }

  /** Empty for a guess: nothing there, or what every form begins with, and nobody chose it. */
  function isEmpty(form, name) {
    const value = valueOf(form, name);
    return !memory(form).chosen.has(name) && (value === "" || value === NOTHING[name]);
  }

  function fill(form, name, row) {
    memory(form).filled.set(name, row.dataset.value);
    mark(form, name, row.dataset.percent);
    put(form, name, row.dataset.value);
  }

  /** Take a filled guess out again, as it was before. */
  function clear(form, name) {
    unmark(form, name);
    put(form, name, NOTHING[name] || "");
  }

  function formOf(box) {
    return box.closest("form") || document.querySelector("#ws-form, .new-case");
  }

  /** Show what each guess does in this form just now. */
  function draw(box) {
    const form = formOf(box);
    if (!form) return;
    for (const row of box.querySelectorAll("[data-guess]")) {
      const name = row.dataset.guess;
      const isFilled = memory(form).filled.has(name);
      const isThere = valueOf(form, name) === row.dataset.value;
      row.classList.toggle("is-filled", isFilled);
      row.querySelector(".guess-sure").textContent = `${isFilled ? "已填入" : "建议"} · ${row.dataset.percent}%`;
      row.classList.toggle("is-same", isThere && !isFilled);
      row.querySelector("[data-guess-undo]").hidden = !isFilled;
      row.querySelector("[data-guess-take]").hidden = (isThere && !isFilled) || !boxOf(form, name);
      row.querySelector("[data-guess-verb]").textContent = isFilled ? "确认" : "采用";
    }
  }

  /** New guesses are there: fill in what may be, take out what is no longer held. */
  function apply(box) {
    const form = formOf(box);
    if (!form) return;
    const { filled, refused, chosen } = memory(form);
    if (box.matches("[data-guess-bound]")) for (const name of ["urgency", "campaign"]) chosen.add(name);
    const rows = new Map([...box.querySelectorAll("[data-guess]")].map((row) => [row.dataset.guess, row]));
    for (const [name, value] of [...filled]) {
      const row = rows.get(name);
      if (!row || row.dataset.doing !== "fill" || row.dataset.value !== value) clear(form, name);
    }
    for (const [name, row] of rows) {
      const may = row.dataset.doing === "fill" && !refused.has(name) && !filled.has(name);
      if (may && isEmpty(form, name)) fill(form, name, row);
    }
    draw(box);
  }

  function boxes() {
    return document.querySelectorAll("[data-guess-box], .guesses-kept");
  }

  document.addEventListener("change", (event) => {
    const form = event.target.form;
    if (isOurs || !form || !event.target.name) return;
    memory(form).chosen.add(event.target.name);
    unmark(form, event.target.name);
    for (const box of boxes()) draw(box);
  });

  document.addEventListener("input", (event) => {
    const form = event.target.form;
    if (isOurs || !form || !memory(form).filled.has(event.target.name)) return;
    memory(form).chosen.add(event.target.name);
    unmark(form, event.target.name);
  });

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-guess-take], [data-guess-undo]");
    if (!button) return;
    const row = button.closest("[data-guess]");
    const box = row.closest("[data-guess-box], .guesses-kept");
    const form = formOf(box);
    const name = row.dataset.guess;
    if (button.matches("[data-guess-undo]")) {
      memory(form).refused.add(name);
      clear(form, name);
    } else {
      unmark(form, name);
      memory(form).chosen.add(name);
      put(form, name, row.dataset.value);
    }
    const field = fieldsOf(form, name).find((each) => each.type !== "radio" || each.checked);
    draw(box);
    if (field) field.focus();
  });

  /** Mark the words of the guesses where the citizen's text stands to be read. */
  function markWords() {
    const box = document.querySelector(".guesses-kept, [data-guess-alarm]");
    const text = document.querySelector("[data-guess-text]");
    if (!box || !text) return;
    const words = [...document.querySelectorAll(".guesses-kept mark, [data-guess-alarm] mark")].map((each) => each.textContent);
    for (const word of new Set(words)) if (word.length > 1) markWord(text, word);
  }

  function markWord(text, word) {
    const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
    const found = [];
    while (walker.nextNode()) {
      const node = walker.currentNode;
      if (!node.parentElement.closest("mark") && node.data.includes(word)) found.push(node);
    }
    for (const node of found) {
      const rest = node.splitText(node.data.indexOf(word));
      rest.splitText(word.length);
      const marked = document.createElement("mark");
      marked.className = "guess-word";
      rest.replaceWith(marked);
      marked.append(rest);
    }
  }

  function ready() {
    for (const box of document.querySelectorAll(".guesses-kept")) apply(box);
    markWords();
  }

  document.addEventListener("htmx:afterSettle", (event) => {
    if (event.target.matches("[data-guess-box]")) apply(event.target);
    else if (event.target.querySelector(".guesses-kept, [data-guess-alarm]")) ready();
  });

  /** What stands in the form already: one that was refused comes back with its text. */
  function ask() {
    const box = document.querySelector("[data-guess-box]");
    const text = document.getElementById("new_text");
    if (box && text && text.value.trim() && window.htmx) window.htmx.trigger(box, "guess:ask");
  }

  window.addEventListener("load", () => { ready(); setTimeout(ask, 300); });
})();
