// Taking over what is suggested: a title, an answer at the cursor, and taking it back again.
// Every page works without this file.
"use strict";

(() => {
  let lastText = null;
  let before = null;

  const changed = (field) => field.dispatchEvent(new Event("input", { bubbles: true }));
  const answerOf = (place) => {
    const form = place.closest("form") || document.getElementById("reply-form");
    return form && (form.elements.answer || form.elements.text);
  };

  function shown() {
    for (const button of document.querySelectorAll("[data-take][hidden]")) button.hidden = false;
  }

  function tell(words) {
    const line = document.querySelector(".rc-undo");
    if (!line) return;
    line.hidden = !words;
    line.querySelector("span").textContent = words;
  }

  /** At the cursor of the public answer, with a blank line around it where there is text. */
  function take(button) {
    const field = lastText && lastText.isConnected ? lastText : answerOf(button);
    if (!field) return;
    before = { field, value: field.value };
    const head = field.value.slice(0, field.selectionStart);
    const glue = head && !head.endsWith("\n") ? "\n" : "";
    field.setRangeText(glue + button.dataset.take, field.selectionStart, field.selectionEnd, "end");
    field.focus();
    changed(field);
    tell(`已插入：${button.dataset.source}，请改成这一件的实情。`);
  }

  function undo() {
    if (!before || !before.field.isConnected) return;
    before.field.value = before.value;
    before.field.focus();
    changed(before.field);
    before = null;
    tell("");
  }

  /** The title only where none is written; what a person wrote is never overwritten. */
  function title(button) {
    const field = document.querySelector("[name=title]");
    if (!field) return;
    if (field.value.trim() && field.value !== button.dataset.title) {
      document.dispatchEvent(new CustomEvent("hotline:toast", { detail: { text: "标题已填写，没有改动；要用拟标题请先清空。" } }));
      field.focus();
      field.select();
      return;
    }
    field.value = button.dataset.title;
    field.dispatchEvent(new Event("change", { bubbles: true }));
    field.focus();
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-take], [data-undo], [data-title]");
    if (!button) return;
    if (button.dataset.take !== undefined) take(button);
    else if (button.dataset.undo !== undefined) undo();
    else if (button.type === "button") title(button);
  });
  document.addEventListener("focusin", (event) => {
    if (event.target.matches("#reply-form textarea")) lastText = event.target;
  });
  document.addEventListener("htmx:afterSettle", shown);
  shown();
})();
