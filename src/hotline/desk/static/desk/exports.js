// An export that ended is told on whatever page one is; its own page shows it by itself.
"use strict";

(() => {
  const address = document.currentScript.dataset.exports;
  const TEXTS = {
    finished: { text: "导出已完成，可以下载。", level: "success" },
    failed: { text: "导出没有成功，请查看原因。", level: "error" },
  };
  document.addEventListener("live:export", (event) => {
    const told = TEXTS[event.detail.status];
    if (!told) return;
    const there = location.pathname === address ? {} : { label: "查看", run: () => location.assign(address) };
    document.dispatchEvent(new CustomEvent("hotline:toast", { detail: { ...told, ...there } }));
  });
})();
