// A draft of the language model is put into the public answer only when somebody presses for it.
(() => {
  const show = (root) => {
    const field = document.querySelector("#reply-form [name=answer]");
    for (const button of root.querySelectorAll("[data-model-insert]")) {
      button.hidden = !field;
    }
  };
  document.addEventListener("htmx:afterSwap", (event) => show(event.target));
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-model-insert]");
    const field = document.querySelector("#reply-form [name=answer]");
    if (!button || !field) return;
    field.focus();
    const words = button.dataset.modelInsert;
    // execCommand keeps the browser's own undo (Ctrl+Z).
    if (!document.execCommand("insertText", false, words)) field.setRangeText(words);
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });
})();
