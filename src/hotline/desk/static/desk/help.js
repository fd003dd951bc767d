// F1: the manual's section for this screen, beside the page, so that nothing typed is lost. Without this
// file the link opens the same section in a tab of its own.
"use strict";

(() => {
  const link = document.querySelector("[data-help]");
  const panel = document.getElementById("help-panel");
  if (!link || !panel) return;
  const body = panel.querySelector("[data-help-body]");
  let before = null;

  async function open(address) {
    const { pathname, hash } = new URL(address, location.href);
    if (!panel.open) {
      before = document.activeElement;
      panel.show();
    }
    try {
      const answer = await window.hotline.ask(pathname);
      if (!answer.ok) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      body.replaceChildren(...page.getElementById("help-article").childNodes);
    } catch (error) {
      body.textContent = "连接不上服务器，暂时打不开手册。";
      return;
    }
    const heading = hash && body.querySelector(`[id="${CSS.escape(decodeURIComponent(hash.slice(1)))}"]`);
    body.scrollTop = heading ? heading.offsetTop - body.offsetTop : 0;
    body.focus({ preventScroll: true });
    panel.querySelector("[data-help-whole]").href = address;
  }

  function close() {
    panel.close();
    if (before && before.isConnected) before.focus();
  }

  document.addEventListener("keydown", (event) => {
    if (event.key === "F1" && !event.defaultPrevented) {
      event.preventDefault();
      if (panel.open) close();
      else open(link.href);
    } else if (event.key === "Escape" && panel.open && panel.contains(document.activeElement)) close();
  });
  link.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    open(link.href);
  });
  body.addEventListener("click", (event) => {
    const to = event.target.closest("a[href]");
    if (!to || new URL(to.href).origin !== location.origin) return;
    event.preventDefault();
    if (to.getAttribute("href").startsWith("#")) {
      const heading = body.querySelector(`[id="${CSS.escape(decodeURIComponent(to.hash.slice(1)))}"]`);
      if (heading) body.scrollTop = heading.offsetTop - body.offsetTop;
    } else open(to.href);
  });
  panel.querySelector("[data-help-close]").addEventListener("click", close);
})();
