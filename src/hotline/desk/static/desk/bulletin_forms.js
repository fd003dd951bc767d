// The editor of bulletin forms: line numbers beside the text, and going to the line of a mistake.
(() => {
  const text = document.getElementById("id_text");
  const numbers = document.querySelector("[data-line-numbers]");
  if (!text || !numbers) return;

  let shown = 0;
  const count = () => {
    const lines = text.value.split("\n").length;
    if (lines !== shown) {
      numbers.textContent = Array.from({ length: lines }, (_, index) => index + 1).join("\n");
      shown = lines;
    }
    numbers.scrollTop = text.scrollTop;
  };
  text.addEventListener("input", count);
  text.addEventListener("scroll", () => { numbers.scrollTop = text.scrollTop; });
  document.addEventListener("hotline:draft", count);
  count();

  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-go-line]");
    if (!link) return;
    event.preventDefault();
    const line = Number(link.dataset.goLine);
    const lines = text.value.split("\n");
    const start = lines.slice(0, line - 1).reduce((sum, each) => sum + each.length + 1, 0);
    text.focus();
    text.setSelectionRange(start, start + (lines[line - 1] || "").length);
    text.scrollTop = Math.max(0, (line - 6) * parseFloat(getComputedStyle(text).lineHeight));
    count();
  });
})();
