// What every page does about the network: asking, saying that the server is away, short notices,
// a thin line while something takes long. Other scripts ask through `hotline.ask`.
"use strict";

(() => {
  const PATIENCE = 10000;
  const LONG = 300;
  const LOOK_AGAIN = 4000;
  const AWAY = "连接不上服务器，正在重试。已填写的内容仍在本页，请勿关闭或刷新。";
  const BACK = "已恢复连接。";
  const GATEWAY = [502, 503, 504];
  const ADVICE = {
    400: "这一步没有完成：内容无法识别，请刷新页面后重试。",
    403: "没有完成：当前账号不能这样做，或页面已过期；请刷新页面后重试。",
    404: "没有完成：内容已不存在或不再归您办理，请刷新页面。",
    409: "没有完成：内容刚被他人更新，请刷新页面，核对后再办。",
    413: "没有完成：内容或文件过大，请减小后重试。",
    429: "没有完成：操作过于频繁，请稍等一会儿再试。",
  };
  const FAILED = "系统出错，这一步没有完成。请重试；仍不行，请联系系统管理员。";
  const NOT_SENT = "连接不上服务器，没有提交。内容仍在本页，恢复连接后请再提交。";
  const NO_LINK = "没有连接上服务器，这一步没有完成。";
  const hotline = (window.hotline = { isAway: false });
  let lookAgain = 0;

  const tell = (name, detail) => document.dispatchEvent(new CustomEvent(name, { detail }));

  /** The token for what is sent; every page has a form with one. */
  hotline.token = () => (document.querySelector("[name=csrfmiddlewaretoken]") || {}).value || "";

  /** Put a fresh token into every form, after signing in again. */
  hotline.renewTokens = (token) => {
    for (const field of document.querySelectorAll("[name=csrfmiddlewaretoken]")) field.value = token;
  };

  /** Ask our own server; throws only where there was no answer. */
  hotline.ask = async (address, { method = "GET", body, keepalive = false } = {}) => {
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), PATIENCE);
    const headers = { "HX-Request": "true" };
    if (method !== "GET") headers["X-CSRFToken"] = hotline.token();
    try {
      const answer = await fetch(address, { method, body, keepalive, headers, signal: stop.signal });
      heard(answer.status, answer.headers.get("X-Session-Left"));
      if (GATEWAY.includes(answer.status)) throw new TypeError("no server");
      return answer;
    } catch (error) {
      away();
      throw error;
    } finally {
      clearTimeout(timer);
    }
  };

  /** What any answer says besides its content. */
  function heard(status, left) {
    if (GATEWAY.includes(status)) {
      away();
      return;
    }
    here();
    if (left) tell("hotline:session", { left: Number(left) });
    if (status === 401) tell("hotline:session-ended", {});
  }

  /* The line over the page while the server is away */
  function away() {
    if (hotline.isAway) return;
    hotline.isAway = true;
    banner(AWAY);
    tell("hotline:away", {});
    lookAgain = setTimeout(look, LOOK_AGAIN);
  }

  function here() {
    if (!hotline.isAway) return;
    hotline.isAway = false;
    clearTimeout(lookAgain);
    banner("");
    tell("hotline:here", {});
    tell("hotline:toast", { text: BACK, level: "success" });
  }

  async function look() {
    clearTimeout(lookAgain);
    try {
      const answer = await fetch("/health", { cache: "no-store" });
      if (!GATEWAY.includes(answer.status)) {
        here();
        return;
      }
    } catch (error) {
      // still away: the next look says more
    }
    lookAgain = setTimeout(look, LOOK_AGAIN);
  }
  hotline.doubt = () => {
    if (!hotline.isAway) fetch("/health", { cache: "no-store" }).catch(away);
  };

  function banner(text) {
    const line = document.getElementById("away");
    if (line) line.textContent = text;
  }

  /* Short notices: they speak, and take neither focus nor place */
  function toast({ text, level = "info", label, run }) {
    const place = document.getElementById("toasts");
    const pattern = document.getElementById("toast-pattern");
    if (!place || !pattern) return;
    const line = pattern.content.firstElementChild.cloneNode(true);
    line.classList.add(`toast-${level}`);
    line.dataset.toast = level;
    for (const icon of line.querySelectorAll("[data-level]")) {
      if (!icon.dataset.level.split(" ").includes(level)) icon.remove();
    }
    line.querySelector("[data-text]").textContent = text;
    const again = line.querySelector("[data-again]");
    if (run) {
      again.textContent = label;
      again.hidden = false;
      again.addEventListener("click", () => {
        line.remove();
        run();
      });
    } else again.remove();
    for (const same of place.children) {
      if (same.textContent.trim() === line.textContent.trim()) same.remove();
    }
    place.append(line);
    tendToast(line);
  }

  /* A thin line while something takes longer than one expects, and a turning mark on its button */
  let waiting = 0;
  let soon = 0;
  function working(by) {
    waiting = Math.max(0, waiting + by);
    clearTimeout(soon);
    if (waiting) soon = setTimeout(() => document.body.classList.add("is-working"), LONG);
    else document.body.classList.remove("is-working");
  }
  function rested() {
    waiting = 0;
    working(0);
    for (const button of document.querySelectorAll(".is-busy")) button.classList.remove("is-busy");
  }

  /** What is sent now would end in the browser's own page, and what was typed with it. */
  function holdBack(event) {
    if (!hotline.isAway || event.target.method !== "post") return;
    event.preventDefault();
    event.stopImmediatePropagation();
    tell("hotline:toast", { text: NOT_SENT, level: "error" });
    look();
  }

  document.addEventListener("hotline:toast", (event) => toast(event.detail));
  window.addEventListener("submit", holdBack, true);
  document.addEventListener("submit", (event) => {
    if (event.submitter) event.submitter.classList.add("is-busy");
    if (event.defaultPrevented) return;
    working(1);
    setTimeout(rested, PATIENCE * 2); // an answer that is a file leaves the page where it is
  });
  window.addEventListener("pageshow", rested);
  window.addEventListener("offline", away);
  window.addEventListener("online", look);

  /* Parts of a page, which htmx asks for */
  const isQuiet = (element) => Boolean(element.closest("[data-quiet]"));
  function again(request) {
    return () => htmx.ajax(request.verb, request.path, { source: request.elt, target: request.target });
  }
  function partFailed(event, text, canAgain) {
    if (isQuiet(event.detail.elt)) return;
    const retry = canAgain ? { label: "重试", run: again(event.detail.requestConfig) } : {};
    tell("hotline:toast", { text, level: "error", ...retry });
  }
  document.addEventListener("htmx:beforeRequest", (event) => {
    if (!isQuiet(event.detail.elt)) working(1);
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    if (isQuiet(event.detail.elt)) return;
    working(-1);
    for (const busy of event.detail.elt.querySelectorAll(".is-busy")) busy.classList.remove("is-busy");
  });
  document.addEventListener("htmx:afterOnLoad", (event) => {
    const request = event.detail.xhr;
    heard(request.status, request.getResponseHeader("X-Session-Left"));
  });
  document.addEventListener("htmx:sendError", (event) => {
    away();
    partFailed(event, NO_LINK, true);
  });
  document.addEventListener("htmx:timeout", (event) => {
    hotline.doubt();
    partFailed(event, NO_LINK, true);
  });
  document.addEventListener("htmx:responseError", (event) => {
    const { status } = event.detail.xhr;
    heard(status, null);
    if (status === 401) return;
    partFailed(event, ADVICE[status] || FAILED, status >= 500);
  });
})();
