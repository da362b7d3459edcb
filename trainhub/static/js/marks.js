/* Marks made on this device, kept until the server has acknowledged them. Each has an id of its own, so it may be sent
   twice; each belongs to the account that made it, and is sent as no other. Nothing here touches a page. */
"use strict";
const trainhubMarks = (() => {
  const STORE = "marks";
  const FLAG = "trainhub-marks"; // how many of whom wait, for pages that do not open the store
  const PATIENCE = 15_000;
  let opened = null;

  function open() {
    opened ??= new Promise((done, failed) => {
      const asked = indexedDB.open("trainhub", 1);
      asked.onupgradeneeded = () => asked.result.createObjectStore(STORE, { keyPath: "seq", autoIncrement: true });
      asked.onsuccess = () => done(asked.result);
      asked.onerror = () => failed(asked.error);
    });
    return opened;
  }

  async function within(mode, act) {
    const store = await open();
    return new Promise((done, failed) => {
      const work = store.transaction(STORE, mode);
      const asked = act(work.objectStore(STORE));
      work.oncomplete = () => done(asked?.result);
      work.onerror = work.onabort = () => failed(work.error);
    });
  }

  const all = () => within("readonly", (store) => store.getAll());

  /* Tell other pages how much waits, by account. Storage may be switched off: then only registers know. */
  async function flag() {
    const waiting = {};
    for (const mark of await all()) if (!mark.refused) waiting[mark.account] = (waiting[mark.account] ?? 0) + 1;
    try {
      if (Object.keys(waiting).length) localStorage.setItem(FLAG, JSON.stringify(waiting));
      else localStorage.removeItem(FLAG);
    } catch {
      /* nobody else can know */
    }
  }

  async function change(act) {
    await within("readwrite", act);
    await flag();
  }

  const add = (mark) => change((store) => store.add({ id: uuid(), at: new Date().toISOString(), ...mark }));
  const remove = (marks) => change((store) => marks.map((mark) => store.delete(mark.seq)).at(-1));
  const put = (marks) => change((store) => marks.map((mark) => store.put(mark)).at(-1));

  function uuid() {
    if (crypto.randomUUID) return crypto.randomUUID();
    return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  }

  const token = () => JSON.parse(document.body.getAttribute("hx-headers") ?? "{}")["X-CSRFToken"] ?? "";

  /* Send one register's marks. Returns what stood in the way: "", offline, out, other, expired, gone or failed. */
  async function post(url, account, marks) {
    const body = marks.map(({ id, registration, status, missed, comment, seen, after, at }) => ({ id, registration, status, missed, comment, seen, after, at }));
    let answer;
    try {
      answer = await fetch(url, {
        method: "POST",
        redirect: "manual",
        headers: { "Content-Type": "application/json", "X-CSRFToken": token() },
        body: JSON.stringify({ account, marks: body }),
        signal: AbortSignal.timeout(PATIENCE),
      });
    } catch {
      return "offline";
    }
    if (answer.type === "opaqueredirect") return "out";
    const stopped = { 400: "expired", 403: "gone", 404: "gone", 409: "other" }[answer.status];
    if (stopped || !answer.ok) return stopped ?? "failed";
    const { receipts } = await answer.json();
    const told = new Map(receipts.map((each) => [each.id, each]));
    const refused = marks.filter((mark) => told.get(mark.id)?.outcome === "refused");
    const done = marks.filter((mark) => told.has(mark.id) && !refused.includes(mark));
    if (done.length) await remove(done);
    if (refused.length) await put(refused.map((mark) => ({ ...mark, refused: told.get(mark.id).reason })));
    return told.size ? "" : "failed";
  }

  /* Send all that waits for this account, register by register, in the order in which it was marked. */
  async function send(account, gone = "") {
    const mine = (await all()).filter((mark) => mark.account === account && !mark.refused);
    const urls = [...new Set(mine.map((mark) => mark.url))];
    let stopped = "";
    for (const url of urls) {
      const marks = mine.filter((mark) => mark.url === url).slice(0, 400);
      const outcome = await post(url, account, marks);
      if (outcome === "gone" && gone) await put(marks.map((mark) => ({ ...mark, refused: gone })));
      else stopped = outcome || stopped;
      if (outcome === "offline" || outcome === "out") break;
    }
    return { stopped, sent: mine.length };
  }

  /* One page at a time sends. */
  const inTurn = (account, gone) => (navigator.locks ? navigator.locks.request("trainhub-marks", () => send(account, gone)) : send(account, gone));

  return { add, all, put, remove, send: inTurn, uuid };
})();
