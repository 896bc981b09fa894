// Minutes while people speak. Ctrl+Enter records and goes on. What the network does not take waits in this browser, under
// the person and the session, and is sent in order when the network is back, also after the browser was closed. Each
// statement carries a key of its own, so that sending it again records it once.
(() => {
  "use strict";
  const form = document.querySelector("form[data-live]");
  if (!form) return;
  const words = form.dataset;
  const KEY = `minutes:${words.person}:${words.session}`;
  const TYPED = ["kind", "speaker", "speaker_office", "agency_id", "text", "addressed_to", "office_of"];
  const NEEDED = ["kind", "speaker", "text"];
  const PATIENCE = 15000, FIRST_PAUSE = 3000, LONGEST_PAUSE = 30000;
  const boxes = form.elements;
  let memory = "", timer = 0, failures = 0, sending = false, unsaid = false;

  // What is kept: {typed: what stands in the form, queue: [{once, fields, why}]}; why: the sentences of a refusal.
  const kept = () => {
    let text = memory;
    try { text = localStorage.getItem(KEY) ?? ""; } catch { /* refused: this window remembers */ }
    try { return { typed: null, queue: [], ...JSON.parse(text || "{}") }; } catch { return { typed: null, queue: [] }; }
  };
  const keep = (change) => {
    const state = kept();
    change(state);
    memory = JSON.stringify(state);
    try {
      if (state.typed || state.queue.length) localStorage.setItem(KEY, memory); else localStorage.removeItem(KEY);
    } catch { /* full or refused */ }
    return state;
  };

  const read = () => TYPED.map((name) => [name, boxes[name]?.value ?? ""]);
  const fill = (fields) => fields.forEach(([name, value]) => { if (boxes[name]) boxes[name].value = value; });
  const isEmpty = () => !boxes.text.value.trim();
  const changed = () => boxes.text.dispatchEvent(new Event("input", { bubbles: true }));
  const say = (text, failing = false) => {
    const line = form.querySelector("[data-sent-state]");
    line.classList.toggle("failing", failing);
    line.textContent = text;
    unsaid = failing && text === words.unsent;
  };
  const newKey = () => [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");

  // The office that stands there is the former speaker's (office_of): with a new one it gives way to what is known of them.
  // The server does the same for forms without scripts.
  const follow = () => {
    const plain = (name) => name.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replaceAll("đ", "d").trim();
    const about = (name) => [...document.querySelectorAll("#speakers option")].find((one) => plain(one.value) === plain(name))?.dataset ?? {};
    const name = boxes.speaker.value.trim(), former = boxes.office_of.value;
    if (!name || plain(name) === plain(former)) return;
    const before = about(former), now = about(name);
    if (["", before.office ?? ""].includes(boxes.speaker_office.value)) boxes.speaker_office.value = now.office ?? "";
    if (["", before.agency ?? ""].includes(boxes.agency_id.value)) boxes.agency_id.value = now.agency ?? "";
    boxes.office_of.value = name;
  };

  const record = () => {
    follow();
    const missing = NEEDED.find((name) => !boxes[name].value.trim());
    if (missing) {
      say(words.missing, true);
      (boxes[missing].focus ? boxes[missing] : boxes[missing][0]).focus();
      return;
    }
    keep((state) => { state.queue.push({ once: newKey(), fields: read() }); state.typed = null; });
    // Whoever spoke probably goes on speaking; what kind of statement comes next nobody knows.
    fill([["text", ""], ["addressed_to", ""]]);
    form.querySelectorAll("input[name=kind]").forEach((kind) => { kind.checked = false; });
    changed();
    say(words.recorded);
    boxes.text.focus();
    show();
    send();
  };

  // One after the other, so that the order of the minutes is the order of typing.
  const send = async () => {
    clearTimeout(timer);
    if (sending) return;
    sending = true;
    for (let next; (next = kept().queue.find((item) => !item.why));) {
      const outcome = await post(next);
      if (outcome === "later") { wait(); break; }
      if (outcome === "sign-in") { say(words.signIn, true); break; }
      failures = 0;
      keep((state) => {
        if (outcome === "done") state.queue = state.queue.filter((item) => item.once !== next.once);
        else state.queue.filter((item) => item.once === next.once).forEach((item) => { item.why = outcome; });
      });
      show();
    }
    sending = false;
    if (!kept().queue.some((item) => !item.why) && failures === 0 && unsaid) say(words.recorded);
  };
  const wait = () => {
    say(words.unsent, true);
    timer = setTimeout(send, Math.min(FIRST_PAUSE * 2 ** failures++, LONGEST_PAUSE));
  };
  // "done" when the page of these minutes has come back, "later", "sign-in", or the sentence that says why it is refused.
  const post = async (item) => {
    try {
      const body = new URLSearchParams([...item.fields, ["once", item.once], ["csrf_token", boxes.csrf_token.value]]);
      const answer = await fetch(words.live, { method: "POST", body, credentials: "same-origin", signal: AbortSignal.timeout(PATIENCE) });
      if (answer.ok) return showSaid(await answer.text()) ? "done" : "sign-in";
      if (answer.status === 401) return "sign-in";
      if (answer.status >= 500 || answer.status === 429) return "later";
      const told = await answer.json().catch(() => ({}));
      if (answer.status === 400 && !told.sentences) return "sign-in";
      return (told.sentences ?? []).join(" ") || words.refused;
    } catch { return "later"; }
  };

  // The list as the server has it now, with what others have typed meanwhile; a statement being mended stays open.
  const showSaid = (text) => {
    const fresh = new DOMParser().parseFromString(text, "text/html").getElementById("said");
    const old = document.getElementById("said");
    if (!fresh || !old) return false;
    for (const open of old.querySelectorAll("li[data-open]")) fresh.querySelector(`[id="${CSS.escape(open.id)}"]`)?.replaceWith(open);
    old.replaceWith(fresh);
    return true;
  };

  const element = (tag, about, ...inside) => {
    const made = Object.assign(document.createElement(tag), about);
    made.append(...inside);
    return made;
  };
  const show = () => {
    const { queue } = kept();
    const place = document.getElementById("unsent");
    place.hidden = !queue.length;
    place.querySelector("[data-unsent-list]").replaceChildren(...queue.map((item) => {
      const about = Object.fromEntries(item.fields);
      const body = element("div", { className: "saying-body" },
        element("p", { className: "saying-who", textContent: about.speaker }),
        element("p", { className: "saying-text long-text", textContent: about.text }));
      if (item.why) body.append(element("p", { className: "field-error", textContent: `${words.refused}: ${item.why}` }), choices(item));
      return element("li", { className: "saying" }, element("p", { className: "saying-kind", textContent: item.why ? "" : words.unsent }), body);
    }));
  };
  const choices = (item) => {
    const drop = () => { keep((state) => { state.queue = state.queue.filter((other) => other.once !== item.once); }); show(); };
    const again = element("button", { type: "button", className: "quiet", textContent: words.again });
    again.addEventListener("click", () => {
      if (!isEmpty()) { say(words.busy, true); return; }
      fill(item.fields);
      drop();
      changed();
      boxes.text.focus();
    });
    const away = element("button", { type: "button", className: "quiet", textContent: words.drop });
    away.addEventListener("click", drop);
    return element("p", { className: "saying-actions" }, again, away);
  };

  // Mending a statement where it stands: its own page's form, which keeps its draft as everywhere.
  const mend = async (link) => {
    const row = link.closest("li");
    let page;
    try {
      const answer = await fetch(link.href, { credentials: "same-origin" });
      page = answer.ok ? new DOMParser().parseFromString(await answer.text(), "text/html") : null;
    } catch { page = null; }
    const found = page?.querySelector("main form.form");
    if (!found) { location.assign(link.href); return; }
    for (const one of found.querySelectorAll("[id]")) one.id = `mend-${one.id}`;
    for (const name of ["for", "aria-describedby", "list"]) {
      for (const one of found.querySelectorAll(`[${name}]`)) {
        const ids = one.getAttribute(name).split(" ");
        one.setAttribute(name, name === "list" ? "speakers" : ids.map((id) => `mend-${id}`).join(" "));
      }
    }
    found.querySelectorAll("datalist").forEach((list) => list.remove());
    found.action = link.href;
    row.dataset.open = "1";
    row.querySelector(".saying-body").replaceChildren(document.importNode(found, true));
    row.dispatchEvent(new Event("arrived", { bubbles: true }));
    row.querySelector("textarea").focus();
  };

  const leave = async (row) => {
    delete row.dataset.open;
    try { showSaid(await (await fetch(location.pathname, { credentials: "same-origin" })).text()); } catch { location.reload(); }
  };

  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("#said a");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const open = link.closest("li[data-open]");
    if (!open && !("inPlace" in link.dataset)) return;
    event.preventDefault();
    if (open) leave(open); else mend(link);
  });
  form.addEventListener("submit", (event) => { event.preventDefault(); record(); });
  form.addEventListener("input", () => keep((state) => { state.typed = isEmpty() ? null : read(); }));
  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); record(); }
    const kinds = form.querySelectorAll("input[name=kind]");
    if (event.altKey && !event.ctrlKey && kinds[Number(event.key) - 1]) { event.preventDefault(); kinds[Number(event.key) - 1].checked = true; changed(); }
  });
  boxes.speaker.addEventListener("change", () => { follow(); changed(); });
  addEventListener("online", () => { failures = 0; send(); });
  form.querySelectorAll("[data-scripted]").forEach((line) => { line.hidden = false; });

  const { typed } = kept();
  if (typed && JSON.stringify(typed) !== JSON.stringify(read())) { fill(typed); say(words.back); changed(); }
  show();
  send();
})();
