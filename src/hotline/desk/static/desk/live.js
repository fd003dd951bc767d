// What the site tells open pages becomes an event `live:<kind>` of the document, with identities only:
// whoever listens asks again. Without a stream, `live:again` every minute has them ask all the same.
"use strict";

(() => {
  const ASK_ANYWAY = 60000;
  const script = document.currentScript;
  const { person } = document.body ? document.body.dataset : {};
  if (!person) return;
  let state = "";

  const tell = (kind, detail) => {
    document.dispatchEvent(new CustomEvent(`live:${kind}`, { detail, bubbles: true }));
  };

  function heard(told) {
    if (told.word) tell(told.word.kind, told.word.data);
    if (!told.state) return;
    if (told.state === "open" && state === "lost") tell("again", {});
    if (told.state === "lost" && window.hotline) window.hotline.doubt();
    state = told.state;
    document.body.dataset.live = state;
  }

  function connect() {
    if (!("SharedWorker" in window)) {
      liveStream(heard);
      return;
    }
    const worker = new SharedWorker(script.dataset.worker, { name: `live-${person}` });
    worker.port.addEventListener("message", (event) => heard(event.data));
    worker.port.start();
    window.addEventListener("pagehide", () => worker.port.postMessage("bye"));
  }

  setInterval(() => {
    if (state !== "open" && !document.hidden) tell("again", {});
  }, ASK_ANYWAY);
  connect();
})();
