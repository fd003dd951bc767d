// Copy the exact text that is brought to another system by hand.
"use strict";
for (const button of document.querySelectorAll("[data-copy]")) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    const text = document.getElementById(button.dataset.copy);
    const name = button.querySelector("[data-copy-name]");
    try {
      await navigator.clipboard.writeText(text.textContent);
      name.textContent = "已复制";
    } catch {
      const range = document.createRange();
      range.selectNodeContents(text);
      getSelection().removeAllRanges();
      getSelection().addRange(range);
      name.textContent = "已选中，请按 Ctrl+C";
    }
  });
}
