// Small comforts of the staff screens. Every page works without this file.
"use strict";

const STAYS_FOR = 8000;

/** Lead the eye and the keyboard to what went wrong. */
function focusProblem() {
  const problem = document.querySelector("[data-focus]");
  if (problem) problem.focus();
}

/** Send a form once, however often its button is pressed. */
function sendOnce(event) {
  const form = event.target;
  if (!form.matches("[data-once]")) return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "1";
  form.setAttribute("aria-busy", "true");
}

/** A page that the browser brings back may send its forms again. */
function mayBeSentAgain() {
  for (const form of document.querySelectorAll("[data-once]")) {
    delete form.dataset.sent;
    form.removeAttribute("aria-busy");
  }
}

/** Let a notice be closed by hand, and go by itself when it is good news and nobody reads it. */
function tendToast(toast) {
  const close = toast.querySelector("[data-close]");
  close.hidden = false;
  close.addEventListener("click", () => toast.remove());
  if (toast.dataset.toast === "error" || toast.dataset.toast === "warning") return;
  let timer = setTimeout(() => toast.remove(), STAYS_FOR);
  toast.addEventListener("mouseenter", () => clearTimeout(timer));
  toast.addEventListener("mouseleave", () => {
    timer = setTimeout(() => toast.remove(), STAYS_FOR);
  });
}

focusProblem();
document.querySelectorAll("[data-toast]").forEach(tendToast);
document.addEventListener("submit", sendOnce);
window.addEventListener("pageshow", mayBeSentAgain);
