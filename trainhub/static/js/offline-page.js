/* The page that checks certificates without network: takes the code behind # in its address or from the field, knows
   its keys and status lists from the page itself, speaks its languages, and sends nothing anywhere. */
"use strict";
(() => {
  const main = document.getElementById("main");
  const told = JSON.parse(main.dataset.known);
  const voices = JSON.parse(main.dataset.voices);
  const known = offline.keys(told);
  const lists = new Map();
  const part = (name) => document.querySelector(`[data-part="${name}"]`);
  let voice = voices[document.documentElement.lang] || Object.values(voices)[0];
  let answer = null;
  let news = null; // what became of the list that was loaded last: [kind, word, values]

  const say = (key, values = {}) => (voice.words[key] || key).replace(/%\((\w+)\)s/g, (_all, name) => values[name]);

  function day(iso) {
    const [year, month, date] = iso.slice(0, 10).split("-").map(Number);
    const parts = { d: date, M: voice.months[month - 1], y: year };
    return voice.day.replace(/'([^']*)'|d+|M+|y+/g, (found, quoted) => (quoted === undefined ? parts[found[0]] : quoted));
  }

  const moment = (iso) => `${day(iso)}, ${iso.slice(11, 16)} UTC`;
  const inTongue = (texts) => texts[voice.code] || texts.en || Object.values(texts)[0] || "";

  function element(name, text = "", className = "") {
    const made = document.createElement(name);
    made.textContent = text;
    if (className) made.className = className;
    return made;
  }

  function icon(name) {
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
    use.setAttribute("href", `#${name}`);
    svg.setAttribute("class", "i");
    svg.setAttribute("aria-hidden", "true");
    svg.append(use);
    return svg;
  }

  /* What is said of the status list of a certificate that is good. */
  function listed(found) {
    if (!found.list) return say("no-list");
    const old = !found.content.closed && found.list.at.slice(0, 10) < found.content.issued;
    return `${say("listed", { day: moment(found.list.at) })} ${old ? say("old-list") : ""}`.trim();
  }

  const VERDICTS = {
    valid: (found) => ["ok", "ok", listed(found)],
    expired: (found) => ["warn", "warn", `${say("until", { day: day(found.content.expires) })} ${listed(found)}`],
    revoked: (found) => ["stop", "cancelled", say("revoked-as-of", { day: moment(found.list.at) })],
    forged: () => ["stop", "cancelled", say("forged-why")],
    "unknown key": () => ["warn", "warn", say("unknown key-why")],
    truncated: () => ["calm", "help", say("truncated-why")],
    "unknown version": () => ["calm", "help", say("unknown version-why")],
  };

  function facts({ content, key }) {
    const rows = [["centre", inTongue(key.title)], ["kind", say(content.kind || "own-kind")]];
    if (content.closed) rows.push(["training", say("closed")], ["year", content.issued.slice(0, 4)]);
    else {
      rows.push(["training", content.title]);
      if (content.first === content.last && content.first) rows.push(["held", day(content.first)]);
      else if (content.first) rows.push(["held", `${day(content.first)} – ${content.last ? day(content.last) : "…"}`]);
      rows.push(["issued", day(content.issued)]);
    }
    rows.push(["hours", `${content.hours.toLocaleString("en", { useGrouping: false })} (${say("quarter")})`]);
    rows.push(["expires", content.expires ? day(content.expires) : say("never")]);
    return rows;
  }

  function show() {
    const place = part("answer");
    place.replaceChildren();
    part("name").hidden = !(answer && answer.content);
    part("compared").replaceChildren();
    if (!answer) return;
    const [kind, drawing, text] = VERDICTS[answer.says](answer);
    const verdict = element("div", "", `verdict ${kind}`);
    verdict.append(icon(drawing), element("h2", say(answer.says)), element("p", text));
    place.append(verdict);
    if (!answer.content) return;
    const table = element("dl", "", "facts");
    for (const [label, value] of facts(answer)) table.append(element("dt", say(label)), element("dd", value));
    const panel = element("section", "", "panel mt-4");
    panel.setAttribute("aria-label", say("says"));
    const inside = element("div", "", "in");
    inside.append(table);
    panel.append(inside);
    place.append(panel);
  }

  function note(place, kind, title, text = "") {
    const made = element("div", "", `note ${kind}`);
    const words = element("div");
    words.append(element("strong", title));
    if (text) words.append(element("p", text));
    made.append(icon({ ok: "ok", warn: "warn" }[kind] || "info"), words);
    place.replaceChildren(made);
  }

  function showLists() {
    const words = [...lists.values()].map((each) => `${inTongue(each.title)}: ${say("list-of", { day: moment(each.at) })}`);
    part("lists").textContent = words.join(" · ") || say("no-list-here");
    if (news) note(part("loaded"), news[0], say(news[1], news[2] && { day: moment(news[2]) }));
  }

  /* Today on this device's calendar. */
  function today() {
    const now = new Date();
    return [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((each) => String(each).padStart(2, "0")).join("-");
  }

  let asked = "";
  function ask(text) {
    asked = text;
    answer = text.trim() ? offline.check(text, known, lists, today()) : null;
    show();
  }

  /* Take a list if it is newer than the one at hand; say what became of it. */
  function take(text) {
    const found = offline.list(text, known);
    if (found === null) return ["warn", "list-none"];
    if (found === false) return ["warn", "list-unknown"];
    const before = lists.get(found.centre);
    if (before && before.at >= found.at) return ["warn", "list-older", before.at];
    lists.set(found.centre, found);
    return ["ok", "list-taken", found.at];
  }

  function speak(code) {
    voice = voices[code];
    document.documentElement.lang = code;
    document.documentElement.dir = voice.dir;
    document.title = say("title");
    for (const each of document.querySelectorAll("[data-say]")) each.textContent = say(each.dataset.say);
    for (const each of document.querySelectorAll("[data-made]")) each.textContent = say("made", { day: moment(told.at) });
    for (const each of document.querySelectorAll("[data-lang]")) {
      each.setAttribute("aria-pressed", String(each.dataset.lang === code));
    }
    show();
    showLists();
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-lang]");
    if (button) speak(button.dataset.lang);
  });
  part("code").addEventListener("submit", (event) => {
    event.preventDefault();
    ask(event.target.elements.code.value);
    part("answer").focus();
  });
  part("compare").addEventListener("submit", (event) => {
    event.preventDefault();
    const { name, check } = event.target.elements;
    const fits = offline.names(answer.raw, name.value, check.value);
    note(part("compared"), fits ? "ok" : "warn", say(fits ? "name-yes" : "name-no"), fits ? "" : say("name-how"));
  });
  document.getElementById("list").addEventListener("change", (event) => {
    const file = event.target.files[0];
    if (!file) return;
    const reader = new FileReader();
    reader.onload = () => {
      news = take(String(reader.result));
      showLists();
      if (asked) ask(asked);
    };
    reader.readAsText(file);
  });
  window.addEventListener("hashchange", fromAddress);

  function fromAddress() {
    const code = location.hash.slice(1);
    if (!code) return;
    ask(code);
  }

  for (const text of told.lists) take(text);
  main.hidden = false;
  const wanted = (navigator.languages || []).map((each) => each.slice(0, 2)).find((each) => voices[each]);
  speak(main.dataset.stays ? document.documentElement.lang : wanted || document.documentElement.lang);
  fromAddress();
})();
