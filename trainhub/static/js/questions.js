/* What pages of questions gain from a script: what a condition hides, how much is answered, and a draft that stays on
   this device until it is sent. Without script everything is shown, and the server knows what to ignore. */
"use strict";
const DRAFT = "trainhub-answers:";
const KEPT = 60 * 24 * 3600 * 1000; // a draft that was never sent, in milliseconds

/* What was entered in a field, leaving out what is hidden. */
function entered(form, name) {
  const fields = [...form.elements].filter((each) => each.name === name && !each.closest("[hidden]"));
  return fields.filter((each) => (/radio|checkbox/.test(each.type) ? each.checked : each.value.trim() !== ""));
}

const numberOf = (field) => Number(field.dataset.number ?? (/radio|checkbox/.test(field.type) ? NaN : field.value.replace(",", ".").replace(/\s/g, "")));

function holds(form, { if: item, op, value, block }) {
  const found = block ? entered(form, `${item}@${block}`) : [];
  const fields = found.length ? found : entered(form, item);
  if (!fields.length || op === "answered") return fields.length > 0;
  if (op === "at_least") return fields.some((each) => numberOf(each) >= Number(value));
  const same = (each) => each.value === value || (each.type === "text" && numberOf(each) === Number(value));
  return fields.some(same) === (op === "is");
}

function showAsked(form) {
  for (const place of form.querySelectorAll("[data-if]")) place.hidden = !holds(form, place.dataset);
}

/* How much is answered: of the whole, and which parts are done. */
function count(form) {
  let done = 0;
  let whole = 0;
  for (const part of form.querySelectorAll("[data-part]:not([hidden])")) {
    const asked = [...part.querySelectorAll("[data-ask]:not([hidden])")];
    const names = asked.map((each) => [...new Set([...each.querySelectorAll("[name]")].map((field) => field.name))]);
    const answered = names.filter((all) => all.every((name) => entered(form, name).length)).length;
    done += answered;
    whole += asked.length;
    const mark = part.querySelector("[data-part-done]");
    if (mark) mark.hidden = answered < asked.length;
  }
  const place = form.querySelector("[data-so-far]");
  if (!place) return;
  place.hidden = false;
  place.querySelector("[data-done]").textContent = done;
  place.querySelector("[data-whole]").textContent = whole;
  Object.assign(place.querySelector("progress"), { max: whole, value: done });
}

/* Drafts. Storage may be switched off or full: then there is none. */
function stored(act) {
  try {
    return act(window.localStorage);
  } catch {
    return null;
  }
}

function keep(form) {
  const fields = [...new FormData(form)].filter(([name, value]) => name !== "csrf_token" && value !== "");
  stored((storage) => storage.setItem(DRAFT + form.dataset.draft, JSON.stringify({ at: Date.now(), fields })));
}

const forget = (key) => stored((storage) => storage.removeItem(DRAFT + key));

function restore(form) {
  const draft = stored((storage) => JSON.parse(storage.getItem(DRAFT + form.dataset.draft)));
  if (!draft?.fields?.length) return false;
  for (const [name, value] of draft.fields) {
    for (const field of form.elements) {
      if (field.name !== name) continue;
      if (!/radio|checkbox/.test(field.type)) field.value = value;
      else if (field.value === value) field.checked = true;
    }
  }
  return true;
}

function dropOld() {
  stored((storage) => {
    for (const key of Object.keys(storage).filter((each) => each.startsWith(DRAFT))) {
      if (!(JSON.parse(storage.getItem(key))?.at > Date.now() - KEPT)) storage.removeItem(key);
    }
  });
}

function begin(form) {
  const update = () => {
    showAsked(form);
    count(form);
  };
  if (form.dataset.draft) {
    const works = stored((storage) => storage.setItem(DRAFT, "{}") ?? storage.removeItem(DRAFT) ?? true);
    for (const note of document.querySelectorAll("[data-draft-note]")) note.hidden = !works;
    const restored = "fresh" in form.dataset && restore(form);
    for (const note of document.querySelectorAll("[data-draft-restored]")) note.hidden = !restored;
    let waiting;
    form.addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = setTimeout(keep, 300, form);
    });
    window.addEventListener("pagehide", () => {
      if (waiting) keep(form);
    });
    document.querySelector("[data-draft-drop]")?.addEventListener("click", () => {
      clearTimeout(waiting);
      waiting = 0;
      forget(form.dataset.draft);
      form.reset();
      for (const note of document.querySelectorAll("[data-draft-restored]")) note.hidden = true;
      update();
    });
  }
  form.addEventListener("input", update);
  window.addEventListener("pageshow", update); // a browser going back fills fields in after the page was read
  update();
}

dropOld();
for (const sent of document.querySelectorAll("[data-draft-over]")) forget(sent.dataset.draftOver);
for (const form of document.querySelectorAll("form[data-questions]")) begin(form);
document.querySelector("form[data-quick] .asks input, form[data-quick] .asks textarea")?.focus(); // sheet after sheet
document.getElementById("problems")?.focus();
