// Picking a case for an item of the bulletin: its number and words go into the form.
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-pick-number]");
  if (!button) return;
  const cases = document.getElementById("id_cases");
  const text = document.getElementById("id_text");
  if (!cases || !text) return;
  cases.value = [cases.value.trim(), button.dataset.pickNumber].filter(Boolean).join(" ");
  if (!text.value.trim()) text.value = button.dataset.pickText;
  text.focus();
});
