// The bulletin studio: what colleagues change is seen at once, and who has an item open is named.
// Everything works without this file; the page then shows what was so when it was opened.
"use strict";

(() => {
  const STAYS_FOR = 90000;
  const TELL_EVERY = 60000;
  const me = Number(document.body.dataset.person);
  const studio = document.getElementById("studio");
  const rewriting = document.querySelector("[data-here]");
  let people = null;

  /** Whose change it was: asked once, when the first one is heard of. */
  async function nameOf(pk) {
    if (!people) people = fetch(studio.dataset.people).then((answer) => answer.json()).catch(() => ({}));
    return (await people)[pk] || "一位同事";
  }

  /** Whether something is being written in the tab, which must not be swapped away. */
  function isBusy(side) {
    const here = document.activeElement;
    if (side.contains(here) && here.matches("input, textarea, select")) return true;
    return [...side.querySelectorAll("textarea, input[type=text]")].some((each) => each.value !== each.defaultValue);
  }

  function say(text) {
    document.dispatchEvent(new CustomEvent("hotline:toast", { detail: { kind: "info", text } }));
  }

  function refresh() {
    const side = document.getElementById("side");
    if (!side || isBusy(side) || !window.htmx) return false;
    const url = `${studio.dataset.address}?tab=${side.dataset.tab}`;
    window.htmx.ajax("GET", url, { target: "#side", swap: "outerHTML" });
    return true;
  }

  async function changed(event) {
    const told = event.detail;
    const own = studio || rewriting;
    if (!own || told.bulletin !== own.dataset.bulletin || told.by === me) return;
    if (studio) {
      refresh();
      say(`${await nameOf(told.by)}改了这份通报，刷新页面可看排好的样子。`);
    } else if (told.item === rewriting.dataset.item) {
      mark(rewriting, "刚刚有人保存了这一条目；您保存时可以对照两稿。");
    }
  }

  function mark(place, text) {
    const badge = place.querySelector("[data-who]");
    if (!badge) return;
    badge.textContent = text;
    badge.hidden = false;
  }

  async function isHere(event) {
    const told = event.detail;
    if (told.by === me) return;
    const place = rewriting && told.item === rewriting.dataset.item
      ? rewriting
      : document.querySelector(`#side [data-item="${CSS.escape(told.item)}"]`);
    if (!place) return;
    mark(place, studio ? `${await nameOf(told.by)}正在改这一条` : "另有一位同事也打开了这一条目");
    setTimeout(() => { const badge = place.querySelector("[data-who]"); if (badge) badge.hidden = true; }, STAYS_FOR);
  }

  function tellHere() {
    if (document.hidden) return;
    const token = document.querySelector("[name=csrfmiddlewaretoken]");
    fetch(rewriting.dataset.here, { method: "POST", headers: { "X-CSRFToken": token.value } }).catch(() => {});
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-fill]");
    if (!button) return;
    const box = document.getElementById(button.dataset.fill);
    box.value = document.getElementById(button.dataset.from).textContent.trim();
    box.dispatchEvent(new Event("input", { bubbles: true }));
    box.focus();
  });
  document.addEventListener("live:bulletin", changed);
  document.addEventListener("live:bulletin_here", isHere);
  document.addEventListener("live:bulletin_comment", () => say("有人在通报的留言里提到您。"));
  document.addEventListener("live:again", () => { if (studio) refresh(); });
  if (rewriting) {
    tellHere();
    setInterval(tellHere, TELL_EVERY);
  }
})();
