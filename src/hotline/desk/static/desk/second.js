/* Security keys: a form with data-passkey asks the browser's authenticator and sends its answer as
   the field `answer`. Without this script the codes of an app and of paper still work. */
(() => {
  "use strict";
  const bytes = (text) => {
    const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
    return Uint8Array.from(plain, (each) => each.charCodeAt(0));
  };
  const text = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer)))
      .replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  const WORDS = {
    NotAllowedError: "没有完成：已取消或超时，请再试一次。",
    InvalidStateError: "这把安全密钥已经登记过。",
    SecurityError: "这个网址不能使用安全密钥，请用域名访问。",
  };

  const asked = (options) => {
    const known = (list) => (list || []).map((each) => ({ ...each, id: bytes(each.id) }));
    const made = { ...options, challenge: bytes(options.challenge) };
    if (options.user) {
      made.user = { ...options.user, id: bytes(options.user.id) };
      made.excludeCredentials = known(options.excludeCredentials);
    } else {
      made.allowCredentials = known(options.allowCredentials);
    }
    return made;
  };

  const told = (credential) => {
    const answer = credential.response;
    const response = { clientDataJSON: text(answer.clientDataJSON) };
    if (answer.attestationObject) {
      response.attestationObject = text(answer.attestationObject);
    } else {
      response.authenticatorData = text(answer.authenticatorData);
      response.signature = text(answer.signature);
      if (answer.userHandle) response.userHandle = text(answer.userHandle);
    }
    return JSON.stringify({
      id: credential.id,
      rawId: text(credential.rawId),
      type: credential.type,
      clientExtensionResults: credential.getClientExtensionResults(),
      response,
    });
  };

  const use = async (form) => {
    const say = form.querySelector("[data-told]");
    const button = form.querySelector("button[type=submit]");
    const show = (words) => { say.textContent = words; say.hidden = false; };
    if (!window.PublicKeyCredential) {
      show("这个浏览器不支持安全密钥，请换用新版 Chrome、Edge、Firefox 或 Safari。");
      return;
    }
    button.disabled = true;
    show("请按浏览器的提示，触碰密钥或验证指纹……");
    try {
      const options = { publicKey: asked(JSON.parse(form.dataset.options)) };
      const isNew = form.dataset.passkey === "create";
      const credential = await (isNew
        ? navigator.credentials.create(options)
        : navigator.credentials.get(options));
      form.elements.answer.value = told(credential);
      HTMLFormElement.prototype.submit.call(form);
    } catch (error) {
      show(WORDS[error.name] || "没有完成，请再试一次。");
      button.disabled = false;
    }
  };

  for (const form of document.querySelectorAll("[data-passkey]")) {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      use(form);
    });
  }
  for (const button of document.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }
})();
