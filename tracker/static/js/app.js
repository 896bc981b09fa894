// Comfort on top of pages that work without it: drafts, counts, files, menus, one sending at a time.
(() => {
  "use strict";
  const words = document.body.dataset;
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const say = (form, text, failing = false) => {
    const line = form.querySelector("[data-form-state]");
    if (!line) return;
    line.classList.toggle("failing", failing);
    if (line.textContent !== text) line.textContent = text;
  };
  const store = {
    get: (key) => { try { return sessionStorage.getItem(key); } catch { return null; } },
    set: (key, value) => { try { sessionStorage.setItem(key, value); } catch { /* full or refused: the server's copy remains */ } },
    drop: (key) => { try { sessionStorage.removeItem(key); } catch { /* nothing kept */ } },
  };

  // What is typed in a form, as text: no files, no tokens, no passwords.
  const typed = (form) => {
    const secret = new Set(["csrf_token", ...all("input[type=password]", form).map((input) => input.name)]);
    const pairs = [...new FormData(form)].filter(([name, value]) => typeof value === "string" && !secret.has(name));
    return new URLSearchParams(pairs).toString();
  };
  const refill = (form, text) => {
    const values = new URLSearchParams(text);
    for (const control of form.elements) {
      if (!control.name || ["hidden", "file", "password", "submit"].includes(control.type)) continue;
      const given = values.getAll(control.name);
      if (["checkbox", "radio"].includes(control.type)) control.checked = given.includes(control.value);
      else if (control.multiple) for (const option of control.options) option.selected = given.includes(option.value);
      else if (given.length) control.value = given[all(`[name="${CSS.escape(control.name)}"]`, form).indexOf(control)] ?? given[0];
      control.dispatchEvent(new Event("refilled", { bubbles: true }));
    }
  };

  // Drafts: 2 s after the last key, at most every 8 s, on leaving a field or the page.
  const PAUSE = 2000, SPACING = 8000;
  const keepDraft = (form) => {
    const url = form.dataset.draft;
    const key = `draft:${location.pathname}:${url}`;
    let saved = typed(form), timer = 0, lastSent = 0, firstKey = 0, stopped = false, flight = null, failures = 0;

    const save = async (leaving = false) => {
      clearTimeout(timer); timer = 0;
      const body = typed(form);
      if (stopped || body === saved) return;
      store.set(key, body);
      lastSent = Date.now(); firstKey = 0;
      const mine = flight = new AbortController();
      try {
        const token = form.elements.csrf_token;
        const answer = await fetch(url, {
          method: "POST", body, keepalive: leaving && body.length < 60000, signal: mine.signal, credentials: "same-origin", redirect: "error",
          headers: { "Content-Type": "application/x-www-form-urlencoded", "X-CSRFToken": token ? token.value : "" },
        });
        if (!answer.ok) throw new Error(String(answer.status));
        saved = body; failures = 0;
        if (typed(form) === body) store.drop(key);
        const now = new Date();
        const time = `${String(now.getHours()).padStart(2, "0")}:${String(now.getMinutes()).padStart(2, "0")}`;
        if (flight === mine) say(form, words.saved.replace("{time}", time));
      } catch {
        if (stopped || flight !== mine) return;
        say(form, words.unsaved, true);
        timer = setTimeout(save, SPACING * Math.min(2 ** failures++, 8));
      }
    };
    const changed = () => {
      const now = Date.now();
      firstKey = firstKey || now;
      const due = Math.max(lastSent + SPACING, Math.min(now + PAUSE, firstKey + SPACING));
      clearTimeout(timer);
      timer = setTimeout(save, due - now);
    };
    form.addEventListener("input", changed);
    form.addEventListener("change", changed);
    form.addEventListener("focusout", () => save());
    addEventListener("pagehide", () => save(true));
    addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden") save(true); });
    addEventListener("online", () => save());
    form.addEventListener("sent", () => { stopped = true; clearTimeout(timer); if (flight) flight.abort(); store.drop(key); });
    form.addEventListener("unsent", () => { stopped = false; changed(); });

    const kept = store.get(key);
    if (kept && kept !== saved) { refill(form, kept); say(form, words.restored); save(); }
  };

  // Other forms: say that something is not saved, and let the browser ask before the text is lost.
  const watchChanges = (form) => {
    const start = typed(form);
    let leaving = false;
    const dirty = () => !leaving && typed(form) !== start;
    form.addEventListener("input", () => say(form, dirty() ? words.changed : ""));
    form.addEventListener("sent", () => { leaving = true; });
    form.addEventListener("unsent", () => { leaving = false; });
    if (form.querySelector("textarea")) addEventListener("beforeunload", (event) => { if (dirty() && !form.dataset.carried) event.preventDefault(); });
  };

  // One sending at a time; the server holds the same rule.
  const sendOnce = (form) => {
    form.addEventListener("submit", (event) => {
      if (form.dataset.sent) { event.preventDefault(); return; }
      form.dataset.sent = "1";
      form.dispatchEvent(new Event("sent"));
      say(form, words.sending);
      const buttons = all("button:not([type=button])", form);
      setTimeout(() => buttons.forEach((button) => button.setAttribute("aria-disabled", "true")));
      const release = () => {
        if (!form.dataset.sent) return;
        delete form.dataset.sent;
        buttons.forEach((button) => button.removeAttribute("aria-disabled"));
        say(form, "");
        form.dispatchEvent(new Event("unsent"));
      };
      addEventListener("pageshow", (shown) => { if (shown.persisted) release(); }, { once: true });
      setTimeout(release, 20000);
    });
  };

  // The back button opens a form anew, with a new key; the window's history gives it the key it had, so that sending it
  // again goes where the first sending went.
  const keepKey = (form, place) => {
    const key = form.elements.once;
    if (!key) return;
    const known = history.state?.keys?.[place];
    if (known && performance.getEntriesByType("navigation")[0]?.type === "back_forward") key.value = known;
    else history.replaceState({ ...history.state, keys: { ...history.state?.keys, [place]: key.value } }, "");
  };

  // Changing the language carries the words typed so far to the same page. Forms that only press a button come and go
  // with what is kept, and carry nothing.
  const carry = () => {
    const key = `carried:${location.pathname}`;
    const forms = all("form[method=post]").filter((form) => form.querySelector("input:not([type=hidden]), select, textarea"));
    const starts = forms.map(typed);
    all("a[data-language]").forEach((link) => link.addEventListener("click", () => {
      const carried = forms.map((form, i) => (typed(form) === starts[i] ? null : typed(form)));
      if (carried.some(Boolean)) store.set(key, JSON.stringify(carried));
      forms.forEach((form) => { form.dataset.carried = "1"; });
    }));
    const waiting = store.get(key);
    if (!waiting) return;
    store.drop(key);
    JSON.parse(waiting).forEach((text, i) => {
      if (!text || !forms[i]) return;
      refill(forms[i], text);
      forms[i].dispatchEvent(new Event("input", { bubbles: true }));
    });
  };

  const countCharacters = (line) => {
    const area = document.getElementById(line.dataset.countFor);
    if (!area) return;
    const limit = Number(line.dataset.limit);
    const number = (n) => n.toLocaleString(document.documentElement.lang || "vi");
    const still = line.textContent.trim();
    const count = () => {
      const used = [...area.value.normalize("NFC")].length;
      line.classList.toggle("over", used > limit);
      const counted = used ? line.dataset.used.replace("{n}", number(used)) : "";
      line.textContent = used > limit ? line.dataset.over.replace("{n}", number(used - limit)) : [counted, still].filter(Boolean).join(" · ");
    };
    area.addEventListener("input", count);
    area.addEventListener("refilled", count);
    count();
  };

  // A day typed without its slashes, as a phone's number keys allow it: 28052026, 28.5.2026.
  const writeDay = (box) => box.addEventListener("change", () => {
    const found = /^(\d{1,2})[ .,-](\d{1,2})[ .,-](\d{4})$/.exec(box.value.trim()) ?? /^(\d{2})(\d{2})(\d{4})$/.exec(box.value.trim());
    if (found) box.value = `${found[1].padStart(2, "0")}/${found[2].padStart(2, "0")}/${found[3]}`;
  });

  // Files: our own button over the browser's, the list of what was chosen, and the camera on phones.
  const pickFiles = (box) => {
    const input = box.querySelector("input[type=file]");
    if (!input || typeof DataTransfer === "undefined") return;
    const buttons = Object.assign(document.createElement("div"), { className: "file-buttons" });
    const face = (control, text) => {
      const shell = Object.assign(document.createElement("span"), { className: "file-face button button-secondary" });
      const label = Object.assign(document.createElement("span"), { textContent: text });
      label.setAttribute("aria-hidden", "true");
      shell.append(label, control);
      buttons.append(shell);
    };
    const list = Object.assign(document.createElement("ul"), { className: "picked" });
    list.setAttribute("aria-live", "polite");
    let chosen = [];
    const put = (files) => {
      const bag = new DataTransfer();
      files.forEach((file) => bag.items.add(file));
      chosen = files;
      input.files = bag.files;
      list.replaceChildren(...files.map((file) => {
        const row = document.createElement("li");
        const size = (file.size / 1048576).toLocaleString(document.documentElement.lang || "vi", { maximumFractionDigits: 1, minimumFractionDigits: 1 });
        row.append(Object.assign(document.createElement("span"), { textContent: `${file.name} (${size} MB)` }));
        const remove = Object.assign(document.createElement("button"), { type: "button", className: "quiet", textContent: box.dataset.remove });
        remove.setAttribute("aria-label", `${box.dataset.remove}: ${file.name}`);
        remove.addEventListener("click", () => { put(chosen.filter((other) => other !== file)); input.focus(); });
        row.append(remove);
        return row;
      }));
    };
    const add = (files) => put(input.multiple ? [...chosen, ...files] : files.slice(0, 1));
    input.addEventListener("change", () => { if (input.files.length) add([...input.files]); else put(chosen); });
    box.prepend(buttons);
    if (box.dataset.camera && matchMedia("(pointer: coarse)").matches) {
      const camera = Object.assign(document.createElement("input"), { type: "file", accept: "image/*" });
      camera.setAttribute("capture", "environment");
      camera.setAttribute("aria-label", box.dataset.camera);
      camera.addEventListener("change", () => { add([...camera.files]); camera.value = ""; });
      face(camera, box.dataset.camera);
    }
    face(input, box.dataset.choose);
    box.append(list);
  };

  // A choice among what is ticked in the same form.
  const offerTicked = (select) => {
    const offer = () => {
      const ticked = all(`input[name="${select.dataset.among}"][data-kept]:checked`, select.form);
      const options = ticked.map((box) => new Option(box.dataset.kept, box.value, false, box.value === select.value));
      select.replaceChildren(select.options[0], ...options);
    };
    select.form.addEventListener("change", offer);
    offer();
  };

  // A code that can be typed into a text becomes a button that puts it where the cursor stands.
  const insertCode = (code) => {
    const area = document.getElementById(code.dataset.into);
    if (!area) return;
    const button = Object.assign(document.createElement("button"), { type: "button", className: "quiet insert", textContent: code.dataset.insert });
    button.setAttribute("aria-label", code.dataset.words);
    button.addEventListener("click", () => {
      const before = area.value.slice(0, area.selectionStart);
      const gap = before && !/\s$/.test(before) ? " " : "";
      area.setRangeText(gap + code.dataset.insert, area.selectionStart, area.selectionEnd, "end");
      area.dispatchEvent(new Event("input", { bubbles: true }));
      area.focus();
    });
    code.replaceWith(button);
  };

  // Single letters press the buttons of a part while the focus is inside it and in nothing to type in (WCAG 2.1.4).
  const pressByKey = (part) => {
    part.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.altKey || event.metaKey || event.target.closest("input, select, textarea")) return;
      const letter = /^[a-z]$/i.test(event.key) ? event.key.toLowerCase() : /^Key([A-Z])$/.exec(event.code)?.[1].toLowerCase();
      const button = letter && part.querySelector(`[data-key="${letter}"]`);
      if (button) { event.preventDefault(); button.click(); }
    });
    part.focus({ preventScroll: true });
  };

  const showPassword = (input) => {
    const { show, hide } = input.closest("[data-show]")?.dataset ?? {};
    if (!show) return;
    const button = Object.assign(document.createElement("button"), { type: "button", className: "button button-secondary", textContent: show });
    const row = Object.assign(document.createElement("div"), { className: "password" });
    input.replaceWith(row);
    row.append(input, button);
    button.setAttribute("aria-controls", input.id);
    button.addEventListener("click", () => {
      input.type = input.type === "password" ? "text" : "password";
      button.textContent = input.type === "password" ? show : hide;
    });
    input.form?.addEventListener("submit", () => { input.type = "password"; });
    const caps = input.form?.querySelector("[data-caps]");
    if (caps) input.addEventListener("keyup", (event) => { caps.textContent = event.getModifierState?.("CapsLock") ? caps.dataset.caps : ""; });
  };

  // Menus close with Escape, by pressing elsewhere, and when another opens.
  const menus = all("details.menu");
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    menus.filter((menu) => menu.open).forEach((menu) => { menu.open = false; menu.querySelector("summary").focus(); });
  });
  document.addEventListener("click", (event) => menus.forEach((menu) => { if (menu.open && !menu.contains(event.target)) menu.open = false; }));

  // Statements of minutes that the network has not taken yet (minutes.js): whoever they belong to is told on every page,
  // and does not sign out before they are sent, because signing out empties this browser.
  const person = document.querySelector("form[data-sign-out]")?.dataset.person;
  const minutes = (drop = false) => {
    try {
      const mine = Object.keys(localStorage).filter((key) => key.startsWith(`minutes:${person}:`));
      if (drop) mine.forEach((key) => localStorage.removeItem(key));
      return mine.filter((key) => JSON.parse(localStorage.getItem(key) ?? "{}").queue?.length).map((key) => `/sessions/${key.split(":")[2]}/minutes`);
    } catch { return []; }
  };
  const remind = () => {
    const [address] = minutes().filter((path) => path !== location.pathname);
    if (!address) return;
    const line = Object.assign(document.createElement("div"), { className: "message message-warning" });
    line.setAttribute("role", "status");
    line.append(Object.assign(document.createElement("a"), { href: address, textContent: words.waiting }));
    document.getElementById("main").prepend(line);
  };
  const leave = (event) => {
    const [address] = minutes();
    if (address) { event.preventDefault(); location.assign(address); return; }
    minutes(true);
    try { sessionStorage.clear(); } catch { /* nothing kept */ }
  };

  const prepare = (form, place) => {
    if (place !== undefined) keepKey(form, place);
    if (!form.dataset.live) sendOnce(form);
    if (form.dataset.draft) keepDraft(form);
    else if (form.querySelector("[data-form-state]")) watchChanges(form);
  };
  all("form[method=post]").forEach((form, place) => prepare(form, place));
  document.addEventListener("arrived", (event) => all("form[method=post]", event.target).forEach((form) => prepare(form)));
  all("form[data-sign-out]").forEach((form) => form.addEventListener("submit", leave));
  remind();
  carry();
  all("[data-count-for]").forEach(countCharacters);
  all("input[data-date]").forEach(writeDay);
  all(".file-pick").forEach(pickFiles);
  all("input[type=password]").forEach(showPassword);
  all("details[data-open-wide]").forEach((part) => { if (matchMedia("(min-width: 80rem)").matches) part.open = true; });
  all("a[data-tick]").forEach((link) => link.addEventListener("click", (event) => {
    event.preventDefault();
    all("input[type=checkbox]", link.closest("form")).forEach((box) => { box.checked = link.dataset.tick === "all"; });
    link.closest("form").dispatchEvent(new Event("change"));
  }));
  all("select[data-among]").forEach(offerTicked);
  all("[data-insert]").forEach(insertCode);
  all("[data-keys]").forEach(pressByKey);
  all("[data-print]").forEach((button) => { button.hidden = false; button.addEventListener("click", () => print()); });
  all(".error-summary a").forEach((link) => link.addEventListener("click", (event) => {
    const target = document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (!target) return;
    event.preventDefault();
    (target.closest(".field") ?? target).scrollIntoView();
    target.focus({ preventScroll: true });
  }));
  document.querySelector(".error-summary")?.focus();
})();
