/* The register of one slot, with or without a network: a tap is kept on this device, drawn at once, and sent when it can
   be (marks.js). Rows are drawn by the server; what waits is drawn over them. Without this script each tap is a form. */
"use strict";
(() => {
  const place = document.querySelector("[data-register]");
  const list = place?.querySelector(".reg");
  if (!list || !window.indexedDB) return;
  const { account, sync: url } = place.dataset;
  const EVERY = 15_000;
  const LATER = 250;
  const drawn = new Map(); // row -> how the server drew it
  const last = new Map(); // row -> id of the newest mark of this page, whether or not it was sent
  const undo = [];
  const fresh = new Map(); // id -> mark that is on its way into the store
  let waiting = []; // of this register and account, in order
  let reads = 0;
  let stopped = navigator.onLine ? "" : "offline";
  let timer = null;

  const rows = () => [...list.querySelectorAll("li[data-row]")];
  const rowOf = (id) => document.getElementById(`r-${id}`);
  const look = (status) => document.querySelector(`template[data-look="${CSS.escape(status)}"]`);
  const device = document.getElementById("device");

  /* --- rows ------------------------------------------------------------------------------------------------------ */

  /* A row as the server drew it, without what differs from answer to answer. */
  function essence(row) {
    const copy = row.cloneNode(true);
    for (const field of copy.querySelectorAll("[name=csrf_token]")) field.removeAttribute("value");
    copy.querySelector("details")?.removeAttribute("open");
    return copy.outerHTML;
  }

  function paint(row, mark) {
    const how = look(mark.status);
    if (!how) return;
    const button = row.querySelector(".mark");
    const { counts } = how.dataset;
    button.replaceChildren(how.content.cloneNode(true));
    button.className = `mark ${how.dataset.class}`.trim();
    button.value = counts === "present" ? "absent" : "present";
    button.setAttribute("aria-pressed", String(counts !== "present"));
    Object.assign(row.dataset, { status: mark.status, counts, missed: mark.missed, comment: mark.comment });
    for (const told of row.querySelectorAll("[data-of-mark], [data-waits]")) told.remove();
    if (mark.comment) note(row, mark.comment);
    row.querySelector(".who").append(document.getElementById("waits").content.cloneNode(true));
    row.classList.add("waits");
  }

  function note(row, words) {
    const small = document.createElement("small");
    small.dataset.ofMark = "";
    small.textContent = words;
    row.querySelector(".who").append(small);
  }

  /* Put a row in the place of another, leaving the focus where it is. */
  function replace(old, fresh) {
    const focus = old.contains(document.activeElement) ? document.activeElement.id : "";
    const chosen = old.querySelector("[name=pick]").checked;
    old.replaceWith(fresh);
    fresh.querySelector("[name=pick]").checked = chosen;
    if (focus) (document.getElementById(focus) ?? fresh.querySelector(".mark")).focus({ preventScroll: true });
  }

  const busy = (row) => row.querySelector("details[open]") && row.contains(document.activeElement);

  /* Draw every row as the server has it, and over it what waits. */
  function draw() {
    const newest = new Map(waiting.map((mark) => [mark.registration, mark]));
    for (const row of rows()) {
      const mark = newest.get(row.dataset.row);
      if (mark) paint(row, mark);
      else if (row.classList.contains("waits") && !busy(row)) {
        const holder = document.createElement("template");
        holder.innerHTML = drawn.get(row.dataset.row);
        replace(row, holder.content.firstElementChild);
      }
    }
    tokens();
    tally();
    filter();
  }

  function tally() {
    const counts = rows().map((row) => row.dataset.counts);
    for (const cell of document.querySelectorAll("[data-tally]")) {
      const number = String(counts.filter((each) => cell.dataset.tally.split(" ").includes(each)).length);
      if (cell.textContent !== number) cell.textContent = number;
    }
  }

  /* Forms carry the newest token; rows that were kept have none. */
  function tokens() {
    const token = JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"];
    for (const field of document.querySelectorAll("[name=csrf_token]")) field.value = token;
  }

  /* --- what waits ------------------------------------------------------------------------------------------------- */

  async function read() {
    const turn = ++reads;
    const all = await trainhubMarks.all();
    if (turn !== reads) return; // a later look knows more
    const stored = new Set(all.map((mark) => mark.id));
    const coming = [...fresh.values()].filter((mark) => !stored.has(mark.id));
    waiting = [...all.filter((mark) => mark.account === account && mark.url === url && !mark.refused), ...coming];
    const mine = all.filter((mark) => mark.account === account && !mark.refused).length;
    banner(mine);
    strangers(all.filter((mark) => mark.account !== account).length);
    refused(all.filter((mark) => mark.account === account && mark.refused));
  }

  function banner(mine) {
    const shown = stopped === "offline" ? "offline" : mine && (stopped || "sending");
    const name = { expired: "failed", gone: "failed" }[shown] ?? shown;
    for (const each of device.children) each.hidden = each.dataset.note !== name || (name === "sending" && !slow);
    for (const number of device.querySelectorAll("[data-waiting]")) number.textContent = mine;
  }

  function strangers(number) {
    const told = document.getElementById("strangers");
    told.hidden = !number;
    told.querySelector("[data-waiting]").textContent = number;
  }

  function refused(marks) {
    const told = document.getElementById("refused");
    told.hidden = !marks.length;
    told.querySelector("ul").replaceChildren(
      ...marks.map((mark) => {
        const line = document.createElement("li");
        line.textContent = `${mark.name}, ${look(mark.status)?.content.textContent.trim() ?? mark.status}: ${mark.refused}`;
        return line;
      }),
    );
  }

  async function mark(row, status, { missed = 0, comment = "" } = {}, remember = true) {
    const registration = row.dataset.row;
    if (remember) {
      undo.push({ registration, status: row.dataset.status, missed: Number(row.dataset.missed), comment: row.dataset.comment });
    }
    const id = trainhubMarks.uuid();
    const after = waiting.findLast((each) => each.registration === registration)?.id ?? last.get(registration) ?? "";
    const name = row.querySelector("bdi").textContent;
    last.set(registration, id);
    const made = { id, account, url, registration, name, status, missed, comment, seen: Number(row.dataset.version), after };
    fresh.set(id, made);
    waiting.push(made);
    paint(row, made);
    tally();
    await trainhubMarks.add(made);
    fresh.delete(id);
    await read();
    for (const button of document.querySelectorAll("[data-undo]")) button.hidden = !undo.length;
    flushSoon();
  }

  let slow = false;
  function flushSoon(wait = LATER) {
    clearTimeout(timer);
    timer = setTimeout(flush, wait);
  }

  /* Send what waits, then look at what the register says now. */
  let running = null;
  async function flush() {
    clearTimeout(timer);
    running ??= work().finally(() => {
      running = null;
      timer = setTimeout(flush, EVERY);
    });
    return running;
  }

  /* Send all that waits, also what was marked while something was on its way; say whether nothing waits any more. */
  async function flushAll() {
    for (let turn = 0; waiting.length && turn < 3; turn++) {
      await flush();
      if (stopped) break;
    }
    return !waiting.length;
  }

  async function work() {
    const patience = setTimeout(() => {
      slow = true;
      read();
    }, 1500);
    let done = await trainhubMarks.send(account, device.dataset.gone);
    if (done.stopped === "expired" && (await refresh())) done = await trainhubMarks.send(account, device.dataset.gone);
    clearTimeout(patience);
    slow = false;
    stopped = done.stopped;
    if (stopped !== "offline" && stopped !== "out" && stopped !== "other") await refresh();
    await read();
    draw();
  }

  /* Fetch the page again and take over what changed; say whether the server answered. */
  async function refresh() {
    let answer;
    try {
      answer = await fetch(location.pathname, { redirect: "manual", headers: { Accept: "text/html" } });
    } catch {
      stopped = "offline";
      return false;
    }
    if (answer.headers.get("X-Kept")) stopped = "offline";
    if (answer.type === "opaqueredirect") stopped = "out";
    if (answer.type === "opaqueredirect" || !answer.ok || answer.headers.get("X-Kept")) return false;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    const theirs = fresh.querySelector("[data-register]");
    if (theirs?.dataset.account !== account) {
      stopped = "other";
      return false;
    }
    document.body.setAttribute("hx-headers", fresh.body.getAttribute("hx-headers"));
    take(fresh);
    return true;
  }

  function take(fresh) {
    const theirs = [...fresh.querySelectorAll(".reg > li[data-row]")];
    let before = null;
    for (const row of theirs) {
      const mine = rowOf(row.dataset.row);
      const whole = essence(row);
      const moved = document.importNode(row, true);
      if (!mine) before ? before.after(moved) : list.prepend(moved);
      else if ((drawn.get(row.dataset.row) !== whole || mine.classList.contains("waits")) && !busy(mine)) replace(mine, moved);
      drawn.set(row.dataset.row, whole);
      before = rowOf(row.dataset.row);
    }
    const there = new Set(theirs.map((row) => row.dataset.row));
    for (const row of rows()) if (!there.has(row.dataset.row) && !waiting.some((each) => each.registration === row.dataset.row)) row.remove();
    for (const id of ["closed", "closing"]) swap(document.getElementById(id), fresh.getElementById(id));
  }

  /* What stands round the list: only where it says something else. */
  function swap(mine, theirs) {
    if (!mine || !theirs || mine.textContent.trim() === theirs.textContent.trim()) return;
    mine.replaceWith(document.importNode(theirs, true));
    for (const button of document.querySelectorAll("[data-undo]")) button.hidden = !undo.length;
    choosing(list.classList.contains("several"));
  }

  /* --- taps -------------------------------------------------------------------------------------------------------- */

  document.addEventListener("submit", async (event) => {
    const { target: form, submitter } = event;
    if (form.matches("[data-mark]") && submitter) {
      event.preventDefault();
      const row = form.closest("li");
      const menu = form.closest("details");
      const values = menu ? { missed: Number(form.elements.missed.value) || 0, comment: form.elements.comment.value.trim() } : {};
      if (menu) {
        menu.open = false;
        row.querySelector(".mark").focus();
      }
      await mark(row, submitter.value, values);
    } else if (form.id === "several") {
      await markChosen(event, form);
    } else if (stopped === "offline" && (form.id === "close" || form.matches("[data-needs-net]"))) {
      event.preventDefault();
      for (const each of device.children) each.hidden = each.dataset.note !== "needs";
      device.scrollIntoView({ block: "nearest" });
    } else if (form.id === "close" && waiting.length) {
      event.preventDefault(); // what waits goes first
      if (await flushAll()) document.getElementById("close")?.submit(); // the form may be another one by now
    }
  });

  async function markChosen(event, form) {
    if (form.elements.scope && form.elements.scope.value !== "slot" && stopped !== "offline") {
      if (!waiting.length) return;
      event.preventDefault();
      await flushAll();
      form.submit();
      return;
    }
    event.preventDefault();
    const chosen = rows().filter((row) => form.elements.everybody.checked || row.querySelector("[name=pick]").checked);
    const values = { missed: Number(form.elements.missed.value) || 0, comment: form.elements.comment.value.trim() };
    for (const row of chosen) await mark(row, form.elements.status.value, values);
    for (const box of list.querySelectorAll("[name=pick]")) box.checked = false;
    form.elements.everybody.checked = false;
    chosenNow();
    if (chosen.length) choosing(false);
  }

  /* --- several ------------------------------------------------------------------------------------------------------ */

  const several = document.querySelector("[data-several]");
  several.setAttribute("role", "button");

  function choosing(on) {
    list.classList.toggle("several", on);
    document.getElementById("several").hidden = !on;
    for (const part of document.getElementById("closing").children) if (!part.matches("#close")) part.hidden = on;
    several.setAttribute("aria-pressed", String(on));
  }

  function chosenNow() {
    const form = document.getElementById("several");
    const boxes = [...list.querySelectorAll("[name=pick]")];
    const number = form.elements.everybody.checked ? boxes.length : boxes.filter((box) => box.checked).length;
    form.querySelector("[data-chosen]").textContent = number;
  }

  let lastBox = null;
  document.addEventListener("click", async (event) => {
    const { target } = event;
    const box = target.closest?.(".reg [name=pick]");
    if (target.closest?.("[data-several]")) {
      event.preventDefault();
      choosing(!list.classList.contains("several"));
    } else if (target.closest?.("[data-several-end]")) {
      event.preventDefault();
      choosing(false);
      several.focus();
    } else if (box) {
      const boxes = [...list.querySelectorAll("[name=pick]")];
      if (event.shiftKey && lastBox?.isConnected) {
        const [from, to] = [boxes.indexOf(lastBox), boxes.indexOf(box)].sort((a, b) => a - b);
        for (const each of boxes.slice(from, to + 1)) each.checked = box.checked;
      }
      lastBox = box;
      chosenNow();
    } else if (target.closest?.("#everybody")) chosenNow();
    else if (target.closest?.("[data-keys]")) document.getElementById("keys").showModal();
    else if (target.closest?.("[data-undo]")) await takeBack();
    else if (target.closest?.("[data-again]")) await again();
    else if (target.closest?.("[data-forget]")) await forget();
  });

  const turnedDown = async () => (await trainhubMarks.all()).filter((each) => each.account === account && each.refused);

  async function again() {
    await trainhubMarks.put((await turnedDown()).map((each) => ({ ...each, refused: "" })));
    await flush();
  }

  async function forget() {
    await trainhubMarks.remove(await turnedDown());
    await read();
    draw();
  }

  async function takeBack() {
    const before = undo.pop();
    const row = before && rowOf(before.registration);
    if (!row) return;
    await mark(row, before.status, before, false);
    row.querySelector(".mark")?.focus();
  }

  /* --- names, keys ---------------------------------------------------------------------------------------------------- */

  const find = document.getElementById("find");
  const plain = (words) =>
    words.toLowerCase().replace(/[əı]/g, (letter) => ({ ə: "e", ı: "i" })[letter]).normalize("NFD").replace(/\p{M}/gu, "");

  function filter() {
    const wanted = plain(find.value.trim());
    for (const row of rows()) row.hidden = !plain(row.dataset.names).includes(wanted);
    document.getElementById("nobody").hidden = rows().some((row) => !row.hidden);
  }

  find.addEventListener("input", filter);

  const keys = new Map([...document.querySelectorAll("#keys [data-key]")].map((each) => [each.dataset.key, each.dataset.status]));

  document.addEventListener("keydown", async (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input:not([type=checkbox]), select, textarea, dialog")) return;
    const row = event.target.closest(".reg > li");
    if (event.key === "?" && event.target.closest("[data-register]")) document.getElementById("keys").showModal();
    else if (!row) return;
    else if (event.key === "ArrowDown" || event.key === "ArrowUp") step(row, event.key === "ArrowDown" ? 1 : -1);
    else if (event.key === "s") choose(row);
    else if (event.key === "m") openMenu(row);
    else if (event.key === "u") await takeBack();
    else if (keys.has(event.key)) await markByKey(row, keys.get(event.key));
    else return;
    event.preventDefault();
  });

  function step(row, way) {
    const shown = rows().filter((each) => !each.hidden);
    shown[shown.indexOf(row) + way]?.querySelector(".mark").focus();
  }

  function choose(row) {
    choosing(true);
    const box = row.querySelector("[name=pick]");
    box.checked = !box.checked;
    chosenNow();
  }

  function openMenu(row) {
    row.querySelector("details").open = true;
    row.querySelector("[name=missed]").focus();
  }

  async function markByKey(row, status) {
    const { counts } = look(status).dataset;
    const shortened = counts === "late" || counts === "left_early";
    await mark(row, status, { missed: shortened ? Number(row.querySelector("[name=missed]").value) || 0 : 0 });
  }

  /* --- begin ---------------------------------------------------------------------------------------------------------- */

  async function keepForLater() {
    if (!navigator.serviceWorker) return;
    const worker = await navigator.serviceWorker.register(place.dataset.worker, { scope: place.dataset.scope });
    await navigator.serviceWorker.ready;
    const used = performance.getEntriesByType("resource").map((each) => each.name);
    const files = [...used, ...[...document.querySelectorAll("link[rel=stylesheet], link[rel=icon]")].map((each) => each.href), ...[...document.scripts].map((each) => each.src)];
    const own = [...new Set(files.map((each) => each.split("#")[0]))].filter((each) => each.startsWith(`${location.origin}/`) && each.includes("/static/"));
    const pages = place.dataset.keep.trim().split(/\s+/);
    worker.active.postMessage({ keep: [...pages, ...own] });
  }

  window.addEventListener("online", () => flush());
  window.addEventListener("offline", async () => {
    stopped = "offline";
    await read();
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") flush();
  });
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) flush();
  });

  for (const row of rows()) drawn.set(row.dataset.row, essence(row));
  choosing(list.classList.contains("several"));
  read().then(() => {
    draw();
    flush();
  });
  keepForLater().catch(() => {});
})();
