// One stream of live words for all tabs of a person: this file is both a script of the page and, where
// the browser has shared workers, the worker that holds the stream.
"use strict";

/** Open the stream and open it again whenever it breaks; `say` is told states and words. */
function liveStream(say) {
  const FIRST_PAUSE = 1000;
  const LONGEST_PAUSE = 60000;
  let pause = FIRST_PAUSE;
  const open = () => {
    const source = new EventSource("/desk/live");
    source.addEventListener("open", () => {
      pause = FIRST_PAUSE;
      say({ state: "open" });
    });
    source.addEventListener("message", (event) => say({ word: JSON.parse(event.data) }));
    source.addEventListener("error", () => {
      source.close();
      say({ state: "lost" });
      setTimeout(open, pause * (0.5 + Math.random())); // not all pages at once after a restart
      pause = Math.min(pause * 2, LONGEST_PAUSE);
    });
  };
  open();
}

if ("onconnect" in self) {
  const pages = new Set();
  let state = "";
  const say = (told) => {
    state = told.state || state;
    for (const page of pages) page.postMessage(told);
  };
  self.addEventListener("connect", (event) => {
    const page = event.ports[0];
    if (!pages.size && !state) liveStream(say);
    pages.add(page);
    page.addEventListener("message", () => pages.delete(page));
    page.start();
    if (state) page.postMessage({ state });
  });
}
