// Says in time that the session will end, goes on with it by one request, and keeps the page when it
// has ended: what was typed stays, and one signs in again beside it.
"use strict";

(() => {
  const WARN = 5 * 60;
  const dialog = document.getElementById("session");
  if (!dialog) return;
  const person = Number(document.body.dataset.person);
  const others = "BroadcastChannel" in window ? new BroadcastChannel("hotline-session") : null;
  const parts = (name) => dialog.querySelector(`[data-session="${name}"]`);
  let ends = 0;
  let timer = 0;
  const hotline = window.hotline;
  hotline.isSignedOut = false;

  const left = () => Math.ceil((ends - Date.now()) / 1000);

  function lasts(seconds) {
    ends = Date.now() + seconds * 1000;
    if (hotline.isSignedOut || left() > WARN) close();
    wait();
  }

  function wait() {
    clearTimeout(timer);
    const seconds = left();
    if (seconds <= 0) ended();
    else if (seconds <= WARN) {
      warn(seconds);
      timer = setTimeout(wait, 10000);
    } else timer = setTimeout(wait, Math.min(seconds - WARN, 3600) * 1000);
  }

  function show(which) {
    for (const name of ["soon", "ended"]) parts(name).hidden = name !== which;
    if (!dialog.open) dialog.showModal();
  }

  function close() {
    hotline.isSignedOut = false;
    if (dialog.open) dialog.close();
  }

  function warn(seconds) {
    parts("minutes").textContent = Math.max(1, Math.round(seconds / 60));
    show("soon");
  }

  function ended() {
    hotline.isSignedOut = true;
    const link = parts("again");
    link.href = `/login?next=${encodeURIComponent(location.pathname + location.search)}`;
    const isTyping = Boolean(hotline.unsaved && hotline.unsaved());
    link.target = isTyping ? "_blank" : "";
    parts("typed").hidden = !isTyping;
    show("ended");
  }

  /** Ask once; the answer's header says how long the session lasts now. */
  async function goOn() {
    try {
      const answer = await hotline.ask("/desk/session");
      if (!answer.ok) return;
      const told = await answer.json();
      if (told.person !== person) {
        location.reload(); // somebody else signed in: nothing of this page is theirs
        return;
      }
      hotline.renewTokens(told.token);
      document.dispatchEvent(new CustomEvent("hotline:signed-in"));
    } catch (error) {
      // the line over the page says that the server is away
    }
  }

  document.addEventListener("hotline:session", (event) => {
    lasts(event.detail.left);
    if (others) others.postMessage({ left: event.detail.left });
  });
  document.addEventListener("hotline:session-ended", ended);
  if (others) others.addEventListener("message", ({ data }) => {
    if (data.token && data.person === person) hotline.renewTokens(data.token);
    if (hotline.isSignedOut) goOn();
    else lasts(data.left);
  });
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden && hotline.isSignedOut) goOn();
  });
  parts("go-on").addEventListener("click", goOn);
  dialog.addEventListener("cancel", (event) => {
    if (hotline.isSignedOut) event.preventDefault();
    else goOn();
  });
  lasts(Number(document.body.dataset.sessionLeft));
  // A newer sign-in has another token: the tabs that were open before send with it from now on.
  if (others) others.postMessage({ left: left(), person, token: hotline.token() });
})();
