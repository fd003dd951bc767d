// The browser telephone: SIP over WebSocket by JsSIP, for the person whose page this is.
// The call bar's own buttons work it too while it has a call.
"use strict";

(() => {
  const box = document.getElementById("softphone");
  if (!box || !window.JsSIP) return;
  const voice = document.getElementById("sp_voice");
  const said = box.querySelector(".sp-state");
  const peer = box.querySelector(".sp-peer");
  const third = document.getElementById("sp_third");
  const SAYS = {
    off: "软电话正在连接…", ready: "软电话就绪", ringing: "软电话来电", talking: "软电话通话中", held: "软电话保持中",
  };
  const SHOWN = {
    ringing: ["answer", "hang_up"], talking: ["hold", "mute", "transfer", "hang_up"], held: ["hold", "transfer", "hang_up"],
  };
  // JsSIP's causes of an end or a failure, as the call-taker should hear them.
  const CAUSES = {
    "Canceled": "来电人已挂断", "User Denied Media Access": "没有允许使用麦克风，请在浏览器地址栏里允许后重试",
    "Authentication Error": "软电话账号或密码不对，请安全管理员核对", "Connection Error": "连接不上电话服务，正在重试",
    "Request Timeout": "电话服务没有应答，请稍后再试", "Rejected": "对方拒绝", "Busy": "对方忙", "WebRTC Error": "浏览器不能建立通话，请换用新版浏览器",
    "Incompatible SDP": "与电话服务的声音格式不合，请系统管理员核对",
  };
  let agent = null;
  let session = null;

  function show(state, words) {
    box.dataset.state = state;
    said.textContent = words || SAYS[state];
    const shown = SHOWN[state] || [];
    for (const part of box.querySelectorAll("[data-sp], [data-sp-part]")) {
      part.hidden = !shown.includes(part.dataset.sp || part.dataset.spPart);
    }
    if (!shown.length) peer.textContent = "";
  }

  const problem = (cause) => CAUSES[cause] || "电话没有接通，请重试";

  function idle(words) {
    session = null;
    voice.srcObject = null;
    show(agent && agent.isRegistered() ? "ready" : "off", words);
  }

  function masked(number) {
    return number.length > 7 ? `${number.slice(0, 3)}****${number.slice(-4)}` : number;
  }

  function take(incoming) {
    if (session) {
      incoming.terminate({ status_code: 486 });
      return;
    }
    session = incoming;
    peer.textContent = masked(incoming.remote_identity.uri.user || "号码未显示");
    show("ringing");
    const here = (act) => (event) => { if (session === incoming) act(event); };
    incoming.on("accepted", here(() => show("talking")));
    incoming.on("hold", here(() => show("held")));
    incoming.on("unhold", here(() => show("talking")));
    incoming.on("ended", here(() => idle()));
    incoming.on("failed", here((event) => idle(event.cause === "Canceled" ? CAUSES.Canceled : problem(event.cause))));
    incoming.on("peerconnection", ({ peerconnection }) => {
      peerconnection.addEventListener("track", (event) => { voice.srcObject = event.streams[0] || new MediaStream([event.track]); });
    });
  }

  function sound() {
    const chosen = document.getElementById("sp_mic").value;
    return { audio: chosen ? { deviceId: { exact: chosen } } : true, video: false };
  }

  const DO = {
    answer: () => session.answer({ mediaConstraints: sound(), pcConfig: { iceServers: [] } }),
    hang_up: () => session.terminate(),
    hold: (to) => { (to === undefined ? !session.isOnHold().local : to) ? session.hold() : session.unhold(); },
    mute: () => {
      const isMuted = session.isMuted().audio;
      if (isMuted) session.unmute({ audio: true });
      else session.mute({ audio: true });
      const button = box.querySelector("[data-sp=mute]");
      button.setAttribute("aria-pressed", String(!isMuted));
      said.textContent = isMuted ? SAYS.talking : "软电话通话中（已静音）";
    },
    transfer: () => {
      const number = third.value.replace(/[\s-]/g, "");
      if (!/^[0-9+*#]{2,20}$/.test(number)) {
        said.textContent = "请填写转接号码，只能有数字、+、* 和 #";
        third.focus();
        return;
      }
      session.refer(number, { eventHandlers: {
        accepted: () => { if (session) session.terminate(); },
        requestFailed: () => { said.textContent = "没有转接成功，通话还在您这里"; },
        failed: () => { said.textContent = "对方没有接听，通话还在您这里"; },
      } });
    },
  };

  function act(what, ...rest) {
    if (!session) return;
    try {
      DO[what](...rest);
    } catch (error) {
      said.textContent = "现在不能这样操作，请稍后再试";
    }
  }

  box.addEventListener("click", (event) => {
    const button = event.target.closest("[data-sp]");
    if (button) act(button.dataset.sp);
  });

  /** The call bar's own buttons: done here, and the server notes it without asking the exchange. */
  const OF_BAR = {
    pick_up: () => act("answer"), hang_up: () => act("hang_up"), hold: () => act("hold", true), resume_call: () => act("hold", false),
  };
  document.addEventListener("htmx:configRequest", (event) => {
    const verb = (event.detail.path || "").split("/").pop();
    if (!session || !event.target.closest("#callbar") || !OF_BAR[verb]) return;
    event.detail.parameters.set("by_softphone", "1");
    OF_BAR[verb]();
  });

  async function devices() {
    const found = await navigator.mediaDevices.enumerateDevices();
    for (const [kind, id] of [["audioinput", "sp_mic"], ["audiooutput", "sp_out"]]) {
      const select = document.getElementById(id);
      const before = select.value || localStorage.getItem(id) || "";
      select.replaceChildren(new Option("系统默认", ""));
      found.filter((each) => each.kind === kind && each.deviceId && each.deviceId !== "default")
        .forEach((each, place) => select.add(new Option(each.label || `设备 ${place + 1}`, each.deviceId)));
      select.value = [...select.options].some((option) => option.value === before) ? before : "";
    }
  }

  box.querySelector(".sp-devices").addEventListener("toggle", () => { devices().catch(() => {}); });
  box.addEventListener("change", (event) => {
    if (!event.target.matches("select")) return;
    localStorage.setItem(event.target.id, event.target.value);
    if (event.target.id === "sp_out" && voice.setSinkId) voice.setSinkId(event.target.value).catch(() => {});
  });

  async function start() {
    const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
    const answer = await fetch(box.dataset.softphone, { method: "POST", headers: { "X-CSRFToken": token } });
    const told = await answer.json();
    if (!answer.ok) {
      show("failed", told.problem);
      return;
    }
    agent = new JsSIP.UA({
      sockets: [new JsSIP.WebSocketInterface(told.server)], uri: `sip:${told.user}@${told.domain}`,
      password: told.password, register: true, session_timers: false, user_agent: "Hotline",
    });
    agent.on("registered", () => { if (!session) show("ready"); });
    agent.on("unregistered", () => { if (!session) show("off"); });
    agent.on("registrationFailed", (event) => show("failed", problem(event.cause)));
    agent.on("disconnected", () => { if (!session) show("failed", CAUSES["Connection Error"]); });
    agent.on("newRTCSession", (event) => { if (event.originator === "remote") take(event.session); });
    agent.start();
    window.addEventListener("pagehide", () => agent.stop());
  }

  start().catch(() => show("failed", "软电话没有启动，请刷新页面"));
})();
