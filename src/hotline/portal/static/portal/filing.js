// What a script adds to filing a request; without it the same pages do the same. It solves the
// challenge while somebody types, makes pictures smaller, shows how far an upload is, and keeps what
// was typed on this device until it is sent: once, because the form's key goes with it.
"use strict";
(() => {
  const DRAFT = "hotline-draft";
  const DAY = 24 * 3600 * 1000;
  const AGAIN = 15000;
  const WAIT = 9000; // by then the form was open long enough to be taken without a proof
  const KEPT = ["text", "area", "place", "kind", "name", "phone", "confidential", "sms"];
  const LONGEST = 2000;

  // The pictures of a draft lie in the browser's own store, for they are too large for the other.
  const store = (mode, act) => new Promise((done, failed) => {
    const opening = indexedDB.open("hotline", 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore("pictures", { autoIncrement: true });
    opening.onerror = () => failed(opening.error);
    opening.onsuccess = () => {
      const held = opening.result.transaction("pictures", mode);
      const asked = act(held.objectStore("pictures"));
      held.oncomplete = () => { opening.result.close(); done(asked && asked.result); };
      held.onerror = () => { opening.result.close(); failed(held.error); };
    };
  });
  const keepPictures = (files) => store("readwrite", (all) => { all.clear(); files.forEach((file) => all.add(file)); }).catch(() => {});
  const keptPictures = () => store("readonly", (all) => all.getAll()).catch(() => []);
  const forget = () => { localStorage.removeItem(DRAFT); store("readwrite", (all) => all.clear()).catch(() => {}); };
  const draft = () => {
    try {
      const kept = JSON.parse(localStorage.getItem(DRAFT));
      return kept && Date.now() - kept.at < DAY - 60000 ? kept : null;
    } catch { return null; }
  };

  function keep(form) {
    const fields = {};
    for (const name of KEPT) {
      const field = form.elements[name];
      if (field) fields[name] = field.type === "checkbox" ? field.checked : field.value;
    }
    if (!fields.text && !fields.place) return;
    const known = draft();
    const challenge = form.elements.challenge.value;
    const at = known && known.challenge === challenge ? known.at : Number(challenge.split(".")[1]) * 1000;
    try { localStorage.setItem(DRAFT, JSON.stringify({ fields, challenge, at })); } catch { /* full: the page still has it */ }
  }

  function fill(form, kept) {
    for (const [name, value] of Object.entries(kept.fields)) {
      const field = form.elements[name];
      if (!field) continue;
      if (field.type === "checkbox") field.checked = value; else field.value = value;
    }
    form.elements.challenge.value = kept.challenge;
    keptPictures().then((files) => { if (files.length) { choose(form, files); preview(form); } });
    const told = document.querySelector("[data-draft-told]");
    told.hidden = false;
    told.querySelector("[data-draft-clear]").addEventListener("click", () => { forget(); location.reload(); });
  }

  function choose(form, files) {
    const list = new DataTransfer();
    files.forEach((file) => list.items.add(file));
    form.elements.pictures.files = list.files;
  }

  // A telephone's picture has ten megabytes that nobody needs; what cannot be drawn goes as it is.
  async function smaller(file) {
    try {
      const drawn = await createImageBitmap(file, { imageOrientation: "from-image" });
      const scale = Math.min(1, LONGEST / Math.max(drawn.width, drawn.height));
      const canvas = document.createElement("canvas");
      canvas.width = Math.round(drawn.width * scale);
      canvas.height = Math.round(drawn.height * scale);
      canvas.getContext("2d").drawImage(drawn, 0, 0, canvas.width, canvas.height);
      const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.85));
      const name = `${file.name.replace(/\.[^.]*$/, "")}.jpg`;
      return blob && blob.size < file.size ? new File([blob], name, { type: "image/jpeg" }) : file;
    } catch { return file; }
  }

  function preview(form) {
    const shown = form.querySelector("[data-chosen]");
    shown.replaceChildren();
    const files = [...form.elements.pictures.files];
    shown.hidden = files.length === 0;
    for (const file of files) {
      const reader = new FileReader();
      const place = shown.appendChild(document.createElement("li"));
      reader.onload = () => {
        const picture = place.appendChild(document.createElement("img"));
        picture.alt = file.name;
        picture.src = reader.result;
      };
      reader.readAsDataURL(file);
    }
  }

  async function chosen(form) {
    const files = await Promise.all([...form.elements.pictures.files].map(smaller));
    choose(form, files);
    preview(form);
    await keepPictures(files);
    keep(form);
    form.dataset.kept = String(files.length); // so that a test, and whoever looks, can tell
  }

  // One search per challenge, which goes on while the page's middle is exchanged.
  const searches = new Map();
  function prove(form) {
    const asked = form.elements.challenge.value;
    if (form.elements.proof.value || !window.Worker) return Promise.resolve();
    if (!searches.has(asked)) {
      searches.set(asked, new Promise((done) => {
        const worker = new Worker(form.dataset.worker);
        worker.onmessage = (told) => { worker.terminate(); done(told.data); };
        worker.onerror = () => done("");
        worker.postMessage(asked);
      }));
    }
    return searches.get(asked).then((found) => { if (form.elements.challenge.value === asked) form.elements.proof.value = found; });
  }
  const patience = () => new Promise((done) => { setTimeout(done, WAIT); });

  function locate(form) {
    const place = form.querySelector("[data-locate]");
    if (!place || !navigator.geolocation || !window.isSecureContext) return;
    const told = place.querySelector("[role=status]");
    place.hidden = false;
    place.querySelector("button").addEventListener("click", () => {
      told.textContent = form.dataset.seeking;
      navigator.geolocation.getCurrentPosition((found) => {
        const near = form.dataset.near.replace("LAT", found.coords.latitude.toFixed(3)).replace("LON", found.coords.longitude.toFixed(3));
        form.elements.place.value = `${form.elements.place.value} ${near}`.trim();
        told.textContent = near;
        keep(form);
      }, () => { told.textContent = form.dataset.noPlace; }, { timeout: 15000 });
    });
  }

  function tell(form, words) {
    const state = form.querySelector("[data-state]");
    state.textContent = words;
    state.hidden = !words;
  }

  // One request at a time: a second press of the button while the first is on its way does nothing.
  async function send(form, button) {
    if (form.dataset.busy) return;
    form.dataset.busy = "yes";
    button.setAttribute("aria-disabled", "true");
    if (button.value === "send") await Promise.race([prove(form), patience()]);
    const bar = form.querySelector("[data-progress]");
    const body = new FormData(form);
    body.set("do", button.value);
    const going = new XMLHttpRequest();
    const over = () => { delete form.dataset.busy; button.removeAttribute("aria-disabled"); bar.hidden = true; };
    going.upload.onprogress = (told) => {
      if (!told.lengthComputable || told.total < 100000) return;
      bar.hidden = false;
      bar.value = Math.round(100 * told.loaded / told.total);
      tell(form, `${form.dataset.sending} ${bar.value}%`);
    };
    going.onload = () => {
      over();
      if (going.status >= 500) { waitForNetwork(form, button); return; }
      tell(form, "");
      show(going);
    };
    going.onerror = going.ontimeout = () => { over(); waitForNetwork(form, button); };
    going.timeout = 120000;
    going.open("POST", form.action);
    going.send(body);
  }

  function waitForNetwork(form, button) {
    tell(form, form.dataset.offline);
    let tried = false;
    const again = () => {
      if (tried) return;
      tried = true;
      removeEventListener("online", again);
      if (form.isConnected) send(form, button);
    };
    addEventListener("online", again);
    setTimeout(again, AGAIN);
  }

  // What came back is a whole page: its middle takes the place of ours, or we go where it leads.
  function show(answer) {
    const came = new DOMParser().parseFromString(answer.responseText, "text/html");
    const middle = came.getElementById("content");
    if (new URL(answer.responseURL).pathname !== location.pathname || !middle) { location.assign(answer.responseURL); return; }
    document.title = came.title;
    document.getElementById("content").replaceWith(middle);
    scrollTo(0, 0);
    begin();
    if (middle.querySelector("form[data-review]")) history.pushState({}, "");
    (document.querySelector("[data-first]") || middle).focus();
  }

  function begin() {
    if (document.querySelector("[data-filed]")) forget();
    const print = document.querySelector("[data-print]");
    if (print) { print.hidden = false; print.addEventListener("click", () => window.print()); }
    const form = document.querySelector("form[data-filing]");
    if (!form) return;
    const kept = draft();
    if (form.hasAttribute("data-fresh") && kept) fill(form, kept);
    if (!form.hasAttribute("data-review")) {
      let waiting = 0;
      form.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(() => keep(form), 300); });
      form.elements.pictures.addEventListener("change", () => chosen(form));
      locate(form);
    }
    prove(form);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (!form.hasAttribute("data-review")) keep(form);
      send(form, event.submitter || form.querySelector("button[value=review], button[value=send]"));
    });
  }
  // The browser's way back from the second page is the same as its button.
  addEventListener("popstate", () => {
    const edit = document.querySelector("form[data-review] button[value=edit]");
    if (edit) edit.click();
  });
  begin();
})();
