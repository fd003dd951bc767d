// Comforts of the unit's desk: choosing all, templates and their blanks, photographs one by one.
// Every page works without this file.
"use strict";

(() => {
  const LONGEST_SIDE = 2560;
  const WORTH_SHRINKING = 1.5 * 1024 * 1024;
  const SIDE_OF_SMALL = 112;
  const WAIT_FOR_ANSWER = 180000;
  const BLANK = /【(?!\d{4}】)[^【】]{0,60}】/g;

  const all = (chosen, inside = document) => [...inside.querySelectorAll(chosen)];

  /* Choosing */
  function tendChoosing() {
    const whole = document.querySelector("[data-choose-all]");
    const count = document.querySelector("[data-chosen-count]");
    const boxes = all('input[name="chosen"][form="bulk"]');
    if (!whole) return;
    whole.hidden = false;
    document.querySelector("[data-choose-all-label]").hidden = false;
    const tell = () => {
      const chosen = boxes.filter((box) => box.checked).length;
      count.textContent = chosen ? `已勾选 ${chosen} 件：` : "勾选的工单：";
      whole.checked = chosen === boxes.length;
    };
    whole.addEventListener("change", () => {
      for (const box of boxes) box.checked = whole.checked;
      tell();
    });
    document.addEventListener("change", tell);
    document.addEventListener("keyup", tell);
    tell();
  }

  function tendPrinting() {
    for (const button of all("[data-print]")) {
      button.hidden = false;
      button.addEventListener("click", () => window.print());
    }
  }

  /* The reply: templates, blanks, length, whether it is complete */
  const form = document.querySelector("[data-reply]");
  let lastText = null;

  const texts = () => ["handling", "answer"].map((name) => form.elements[name]);
  const changed = (field) => field.dispatchEvent(new Event("input", { bubbles: true }));

  /** At the cursor of the text that was written in last; of the public answer where none was. */
  function insert(words) {
    const field = lastText || form.elements.answer;
    field.setRangeText(words, field.selectionStart, field.selectionEnd, "end");
    field.focus();
    changed(field);
    nextBlank(field, 0);
  }

  /** Choose the next blank after the cursor, so that typing fills it. */
  function nextBlank(from, after) {
    const fields = texts();
    const begin = from || (document.activeElement === fields[1] ? fields[1] : fields[0]);
    const order = begin === fields[1] ? [fields[1], fields[0]] : fields;
    for (const field of [...order, order[0]]) {
      const start = field === begin && after === undefined ? field.selectionEnd : 0;
      const found = [...field.value.matchAll(BLANK)].find((each) => each.index >= start);
      if (found) {
        field.focus();
        field.setSelectionRange(found.index, found.index + found[0].length);
        return;
      }
    }
  }

  function tellBlanks() {
    const line = form.querySelector("[data-blanks]");
    const found = texts().flatMap((field) => field.value.match(BLANK) || []);
    line.hidden = !found.length;
    line.querySelector("span").textContent = `还有 ${found.length} 处空没填：${[...new Set(found)].slice(0, 3).join("、")}`;
  }

  function tellLength(box) {
    const field = box.querySelector("textarea");
    const least = Number(box.dataset.hint);
    let line = box.querySelector(".unit-hint");
    if (!line) {
      line = document.createElement("p");
      line.className = "unit-hint";
      box.append(line);
    }
    const length = field.value.trim().length;
    line.classList.toggle("is-short", length > 0 && length < least);
    line.textContent = length === 0 ? "" : length < least ? `${length} 字，偏短：写清谁、何时、做了什么、结果如何` : `${length} 字`;
  }

  function tellComplete() {
    for (const item of all("[data-needs], [data-wants]", form)) {
      const name = item.dataset.needs || item.dataset.wants;
      const field = form.elements[name];
      item.classList.toggle("is-done", Boolean(field && field.value && String(field.value).trim()));
    }
    const solved = form.elements.solved.value;
    const why = form.querySelector(".unit-unsolved");
    why.hidden = solved !== "no" && !form.elements.reason_unsolved.value;
  }

  function tellReply() {
    tellBlanks();
    tellComplete();
    all("[data-hint]", form).forEach(tellLength);
  }

  function tendReply() {
    if (!form) return;
    for (const field of texts()) field.addEventListener("focus", () => { lastText = field; });
    for (const button of all("[data-insert]", form)) {
      button.hidden = false;
      button.addEventListener("click", () => insert(button.dataset.insert));
    }
    form.querySelector("[data-next-blank]").addEventListener("click", () => nextBlank(lastText));
    form.addEventListener("input", tellReply);
    form.addEventListener("change", tellReply);
    tellReply();
  }

  /* Photographs: each is shown at once, sent by itself, and can be sent again */
  const upload = document.querySelector("[data-upload]");
  const waiting = [];
  let sending = false;

  /** The picture made smaller where that saves a slow network; anything else as it is. */
  async function shrunk(file, card) {
    if (!file.type.startsWith("image/")) return file;
    try {
      const picture = await createImageBitmap(file);
      draw(picture, card.querySelector("canvas"));
      const scale = Math.min(1, LONGEST_SIDE / Math.max(picture.width, picture.height));
      if (file.size < WORTH_SHRINKING || file.type === "image/gif") return file;
      const canvas = document.createElement("canvas");
      canvas.width = Math.round(picture.width * scale);
      canvas.height = Math.round(picture.height * scale);
      canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
      const made = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.85));
      const name = file.name.replace(/\.\w+$/, "") + ".jpg";
      return made && made.size < file.size ? new File([made], name, { type: "image/jpeg" }) : file;
    } catch {
      return file; // a kind that this browser cannot draw; the server can
    }
  }

  function draw(picture, canvas) {
    const scale = Math.max(SIDE_OF_SMALL / picture.width, SIDE_OF_SMALL / picture.height);
    canvas.width = SIDE_OF_SMALL;
    canvas.height = SIDE_OF_SMALL;
    const [width, height] = [picture.width * scale, picture.height * scale];
    canvas.getContext("2d").drawImage(picture, (SIDE_OF_SMALL - width) / 2, (SIDE_OF_SMALL - height) / 2, width, height);
  }

  function cardOf(file) {
    const card = document.createElement("li");
    const parts = {
      canvas: document.createElement("canvas"),
      name: document.createElement("span"),
      again: document.createElement("button"),
      progress: document.createElement("progress"),
      state: document.createElement("span"),
    };
    parts.canvas.setAttribute("aria-hidden", "true");
    parts.name.className = "unit-file";
    parts.name.textContent = file.name;
    parts.again.type = "button";
    parts.again.className = "btn btn-sm";
    parts.again.textContent = "重试";
    parts.again.hidden = true;
    parts.progress.max = 100;
    parts.progress.value = 0;
    parts.progress.setAttribute("aria-label", `上传进度 ${file.name}`);
    parts.state.className = "unit-state";
    parts.state.setAttribute("role", "status");
    parts.state.textContent = "等待上传";
    card.append(parts.canvas, parts.name, parts.again, parts.progress, parts.state);
    parts.again.addEventListener("click", () => enqueue({ file, card }));
    upload.querySelector("[data-queue]").append(card);
    return card;
  }

  function say(card, words, tone = "") {
    const state = card.querySelector(".unit-state");
    state.textContent = words;
    state.className = `unit-state ${tone}`;
  }

  function enqueue(one) {
    one.card.querySelector("button").hidden = true;
    say(one.card, "等待上传");
    waiting.push(one);
    sendNext();
  }

  async function sendNext() {
    if (sending || !waiting.length) return tellUpload();
    sending = true;
    tellUpload();
    const { file, card } = waiting.shift();
    say(card, "正在处理");
    const [refusal, again] = await sent(await shrunk(file, card), card);
    card.querySelector("progress").hidden = true;
    card.querySelector("button").hidden = !again;
    say(card, refusal || "已上传", refusal ? "is-bad" : "is-good");
    if (!refusal) {
      for (const item of all("[data-photos]")) item.classList.add("is-done");
    }
    sending = false;
    sendNext();
  }

  /** Send one file; gives why it was not taken (empty: it was) and whether trying again may help. */
  function sent(file, card) {
    return new Promise((done) => {
      const request = new XMLHttpRequest();
      const body = new FormData();
      const progress = card.querySelector("progress");
      progress.hidden = false;
      for (const name of ["csrfmiddlewaretoken", "belongs_to", "page"]) body.append(name, upload.elements[name].value);
      body.append("files", file, file.name);
      request.open("POST", upload.action);
      request.setRequestHeader("Accept", "application/json");
      request.timeout = WAIT_FOR_ANSWER;
      request.responseType = "json";
      request.upload.addEventListener("progress", (event) => {
        if (event.lengthComputable) progress.value = (100 * event.loaded) / event.total;
        say(card, `上传中 ${Math.round(progress.value)}%`);
      });
      const broken = () => done(["网络中断，没有传成", true]);
      request.addEventListener("error", broken);
      request.addEventListener("timeout", broken);
      request.addEventListener("load", () => {
        const told = request.response && request.response.files && request.response.files[0];
        if (told) done([told.refusal, false]);
        else if (request.status === 200) done(["登录已过期，请刷新后重传", true]);
        else done([`没有传成（${request.status}）`, request.status >= 500]);
      });
      request.send(body);
    });
  }

  function tellUpload() {
    const left = waiting.length + (sending ? 1 : 0);
    const bad = all(".unit-queue .is-bad", upload).length;
    const line = upload.querySelector("[data-upload-state]");
    if (left) line.textContent = `还有 ${left} 个在上传，请不要关闭本页。`;
    else if (bad) line.textContent = `有 ${bad} 个没有传成，请看原因，可以重试。`;
    else line.textContent = "都已上传。照片里的拍摄位置已去除。";
  }

  function tendUpload() {
    if (!upload) return;
    upload.querySelector("[data-upload-send]").hidden = true;
    for (const input of all('input[type="file"]', upload)) {
      input.addEventListener("change", () => {
        const files = [...input.files];
        input.value = "";
        for (const file of files) enqueue({ file, card: cardOf(file) });
      });
    }
    window.addEventListener("beforeunload", (event) => {
      if (sending || waiting.length) event.preventDefault();
    });
  }

  tendChoosing();
  tendPrinting();
  tendReply();
  tendUpload();
})();
