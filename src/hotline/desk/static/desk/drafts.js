// Keeps what is typed into a form marked `data-draft`: on the server while one types, in this page's
// memory only while the server is away (this computer may be shared), and back when it is opened.
"use strict";

(() => {
  const WAIT = 1000;
  const AT_LATEST = 3000;
  const TRY_AGAIN = 3000;
  const MOST_ON_LEAVING = 60000; // what a browser still sends for a page that is gone
  const hotline = window.hotline;
  const person = Number(document.body.dataset.person);
  const others = "BroadcastChannel" in window ? new BroadcastChannel("hotline-drafts") : null;
  const known = new Map();
  const NEVER = ["password", "file", "hidden", "submit", "button", "reset", "image"];
  const ALSO = "另一页面也在填写这张表单，草稿以最后保存的为准。";

  /* Fields */
  function isKept(field) {
    if (!field.name || field.disabled || field.name === "csrfmiddlewaretoken") return false;
    if (field.autocomplete === "one-time-code" || field.closest("[data-draft-skip]")) return false;
    return !NEVER.includes(field.type) || field.matches("[data-draft-keep]");
  }
  const isTicked = (field) => field.type === "radio" || field.type === "checkbox";

  /** The values of a field now, or as the server gave them. */
  function valuesOf(field, asGiven) {
    if (isTicked(field)) return (asGiven ? field.defaultChecked : field.checked) ? [field.value] : [];
    if (field.tagName !== "SELECT") return [asGiven ? field.defaultValue : field.value];
    const options = [...field.options];
    const given = options.filter((option) => (asGiven ? option.defaultSelected : option.selected));
    if (!given.length && !field.multiple && options.length) given.push(options[0]);
    return given.map((option) => option.value);
  }

  function fieldsOf(form) {
    const found = new Map();
    for (const field of form.elements) {
      if (!isKept(field)) continue;
      if (!found.has(field.name)) found.set(field.name, []);
      found.get(field.name).push(field);
    }
    return found;
  }
  const all = (fields, asGiven) => fields.flatMap((field) => valuesOf(field, asGiven));
  const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);
  const isEmpty = (values) => values.every((value) => value === "");

  /** What differs from what the server gave, with both. */
  function typedInto(form) {
    const typed = {};
    for (const [name, fields] of fieldsOf(form)) {
      const [is, was] = [all(fields, false), all(fields, true)];
      if (!same(is, was)) typed[name] = { is, was };
    }
    return typed;
  }

  function put(fields, values) {
    fields.forEach((field, place) => {
      if (isTicked(field)) field.checked = values.includes(field.value);
      else if (field.tagName === "SELECT") {
        for (const option of field.options) option.selected = values.includes(option.value);
      } else field.value = place < values.length ? values[place] : "";
    });
    for (const field of fields) {
      for (const name of ["input", "change"]) field.dispatchEvent(new Event(name, { bubbles: true }));
    }
  }

  /* One form and what is kept of it */
  class Draft {
    constructor(form) {
      this.form = form;
      this.key = form.dataset.draft;
      this.version = 0;
      this.typed = 0; // counts what was typed, so that an answer knows whether it is the last
      this.isUnsaved = false;
      this.isSending = false;
      this.isPassing = false;
      this.since = 0;
      this.timer = 0;
    }

    say(text, look = "") {
      let place = this.form.querySelector("[data-draft-state]");
      if (!place) {
        place = document.createElement("span");
        place.dataset.draftState = "";
        this.form.append(place);
      }
      place.classList.add("draft-state", "d-print-none");
      place.dataset.draftState = look;
      place.textContent = text;
    }

    /** A line at the head of the form, with a button where there is something to do. */
    note(text, label, run) {
      this.form.querySelectorAll(".draft-note").forEach((line) => line.remove());
      const line = document.createElement("p");
      line.className = "draft-note d-print-none";
      line.setAttribute("role", "status");
      line.append(text);
      if (label) {
        const button = document.createElement("button");
        button.type = "button";
        button.className = "btn btn-sm";
        button.textContent = label;
        button.addEventListener("click", run);
        line.append(button);
      }
      this.form.prepend(line);
    }

    heardTyping() {
      this.typed += 1;
      this.isUnsaved = true;
      if (!this.since) this.since = Date.now();
      this.later(Math.min(WAIT, Math.max(0, this.since + AT_LATEST - Date.now())));
    }

    later(milliseconds) {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.save(), milliseconds);
    }

    /** Save what is typed by now; says whether the server has it. */
    async save({ isLeaving = false } = {}) {
      clearTimeout(this.timer);
      if (this.isSending && !isLeaving) {
        this.later(200);
        return false;
      }
      const [mark, fields] = [this.typed, typedInto(this.form)];
      this.since = 0;
      this.isSending = true;
      this.say("正在保存…", "saving");
      try {
        const answer = await this.send(fields, isLeaving);
        return await this.answered(answer, mark);
      } catch (error) {
        this.say("未连接，已暂存在本页", "away");
        this.later(TRY_AGAIN);
        return false;
      } finally {
        this.isSending = false;
      }
    }

    send(fields, isLeaving) {
      const address = `/desk/drafts/${encodeURIComponent(this.key)}`;
      if (!Object.keys(fields).length) return hotline.ask(address, { method: "DELETE", keepalive: isLeaving });
      const body = JSON.stringify({ person, version: this.version, fields });
      return hotline.ask(address, { method: "PUT", body, keepalive: isLeaving });
    }

    async answered(answer, mark) {
      if (answer.status === 401) {
        this.say("登录已结束，已暂存在本页", "away");
        return false;
      }
      if (answer.status === 403) return this.withNewToken();
      const told = await answer.json();
      if (!answer.ok) {
        this.say(told.problem || "草稿没有保存", "problem");
        return false;
      }
      if (this.typed === mark) this.isUnsaved = false;
      if (told.overtaken && this.version) this.note(ALSO);
      this.version = told.version || 0;
      this.say(told.saved ? `草稿已保存 ${told.saved}` : "", "kept");
      if (others) others.postMessage({ key: this.key, person });
      return true;
    }

    /** The token was another sign-in's: take the new one, and try once more. */
    async withNewToken() {
      const answer = await hotline.ask("/desk/session");
      const told = answer.ok ? await answer.json() : {};
      if (told.person !== person || told.token === hotline.token()) {
        this.say("草稿没有保存，请刷新页面", "problem");
        return false;
      }
      hotline.renewTokens(told.token);
      this.later(0);
      return false;
    }

    /** Put back what was typed, where the server's own value has not changed meanwhile. */
    restore({ version, saved, fields }) {
      this.version = version;
      let [putBack, leftOut] = [0, 0];
      isRestoring = true;
      for (const [name, into] of fieldsOf(this.form)) {
        if (!(name in fields)) continue;
        const [now, { is, was }] = [all(into, false), fields[name]];
        if (same(now, is)) continue;
        if (same(now, was) || isEmpty(now)) {
          put(into, is);
          putBack += 1;
        } else leftOut += 1;
      }
      isRestoring = false;
      if (putBack) this.tellRestored(saved, leftOut);
    }

    tellRestored(saved, leftOut) {
      const also = leftOut ? `有 ${leftOut} 项已有新内容，没有覆盖。` : "";
      this.note(`已恢复 ${saved} 未提交的草稿。${also}`, "放弃草稿", () => this.giveUp());
      for (let fold = this.form.closest("details"); fold; fold = fold.parentElement.closest("details")) {
        fold.open = true;
      }
      for (const field of this.form.elements) {
        const fold = isKept(field) && field.closest("form details");
        if (fold && !same(valuesOf(field, false), valuesOf(field, true))) fold.open = true;
      }
    }

    async giveUp() {
      this.form.reset();
      this.forget();
      this.form.querySelectorAll(".draft-note").forEach((line) => line.remove());
      try {
        await hotline.ask(`/desk/drafts/${encodeURIComponent(this.key)}`, { method: "DELETE" });
        this.say("");
      } catch (error) {
        this.later(TRY_AGAIN); // nothing is typed now, so what is saved next is that
      }
      const first = this.form.querySelector("input:not([type=hidden]), textarea, select");
      if (first) first.focus();
    }

    forget() {
      clearTimeout(this.timer);
      this.version = 0;
      this.isUnsaved = false;
    }

    /** Have the server forget the draft when it has taken the form. */
    nameIt() {
      let field = this.form.querySelector("[name=_draft]");
      if (!field) {
        field = document.createElement("input");
        field.type = "hidden";
        field.name = "_draft";
        this.form.append(field);
      }
      field.value = this.key;
    }

    /** Save before sending, so that a form that does not arrive is not lost. */
    async sending(event) {
      if (this.isPassing || !this.isUnsaved) {
        this.isPassing = false;
        clearTimeout(this.timer);
        this.nameIt();
        return;
      }
      event.preventDefault();
      event.stopImmediatePropagation();
      while (this.isSending) await new Promise((done) => setTimeout(done, 50));
      if (this.isUnsaved) await this.save();
      if (hotline.isSignedOut) return;
      if (!hotline.isAway) this.isUnsaved = false; // else the form is held back, and its words stay
      this.isPassing = true;
      this.form.requestSubmit(event.submitter);
    }
  }

  let isRestoring = false;

  async function meet(root) {
    const forms = [...root.querySelectorAll("form[data-draft]")].filter((form) => !known.has(form));
    if (root.matches && root.matches("form[data-draft]") && !known.has(root)) forms.push(root);
    for (const form of forms) known.set(form, new Draft(form));
    if (!forms.length) return;
    const keys = forms.map((form) => `key=${encodeURIComponent(form.dataset.draft)}`);
    try {
      const answer = await hotline.ask(`/desk/drafts?${keys.join("&")}`);
      if (!answer.ok) return;
      const { drafts } = await answer.json();
      for (const form of forms) {
        if (form.dataset.draft in drafts) known.get(form).restore(drafts[form.dataset.draft]);
      }
    } catch (error) {
      // the line over the page says that the server is away
    }
  }

  function heardIn(event) {
    const form = event.target.form || event.target.closest("form");
    const draft = form && known.get(form);
    if (draft && !isRestoring && isKept(event.target)) draft.heardTyping();
  }
  const here = () => [...known.values()].filter((draft) => draft.form.isConnected);
  hotline.unsaved = () => here().some((draft) => draft.isUnsaved);

  document.addEventListener("input", heardIn);
  document.addEventListener("change", heardIn);
  window.addEventListener("submit", (event) => {
    const draft = known.get(event.target);
    if (draft) draft.sending(event);
  }, true);
  window.addEventListener("beforeunload", (event) => {
    for (const draft of here().filter((each) => each.isUnsaved)) {
      const size = new Blob([JSON.stringify(typedInto(draft.form))]).size;
      if (hotline.isAway || size > MOST_ON_LEAVING) event.preventDefault();
      else draft.save({ isLeaving: true });
    }
  });
  document.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.key !== "s") return;
    const draft = event.target.form && known.get(event.target.form);
    if (!draft) return;
    event.preventDefault();
    draft.save();
  });
  for (const name of ["hotline:here", "hotline:signed-in"]) {
    document.addEventListener(name, () => {
      for (const draft of here()) if (draft.isUnsaved) draft.save();
    });
  }
  document.addEventListener("htmx:load", (event) => meet(event.detail.elt));
  document.addEventListener("htmx:afterRequest", (event) => {
    const draft = known.get(event.detail.elt);
    if (draft && event.detail.successful) draft.forget();
  });
  if (others) others.addEventListener("message", ({ data }) => {
    for (const draft of here()) {
      if (data.key === draft.key && data.person === person && (draft.version || draft.isUnsaved)) draft.note(ALSO);
    }
  });
  meet(document);
})();
