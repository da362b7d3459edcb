/* What signed-in pages gain from a script. Every page works without it: dialogs are pages, menus are native. */
"use strict";

/* A link with data-dialog opens that dialog instead of its page. */
document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-dialog]");
  const dialog = opener && document.getElementById(opener.dataset.dialog);
  if (dialog instanceof HTMLDialogElement && !event.ctrlKey && !event.metaKey) {
    event.preventDefault();
    dialog.showModal();
    return;
  }
  const closer = event.target.closest("[data-close]");
  if (closer?.closest("dialog")) {
    event.preventDefault();
    closer.closest("dialog").close();
    return;
  }
  if (event.target instanceof HTMLDialogElement) event.target.close(); // the backdrop
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});

/* Escape closes open menus and gives the focus back. */
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

/* Ticked rows: how many, all of the page, a range with Shift. The bar itself appears by style. */
let lastPick = null;
const picks = (form) => [...form.querySelectorAll('.pick input[name="pick"]')];

function count(form) {
  const all = picks(form);
  const ticked = all.filter((each) => each.checked).length;
  for (const place of form.querySelectorAll("[data-picked]")) place.textContent = ticked;
  const head = form.querySelector("[data-pick-all]");
  if (head) {
    head.checked = ticked > 0 && ticked === all.length;
    head.indeterminate = ticked > 0 && ticked < all.length;
  }
}

document.addEventListener("click", (event) => {
  const box = event.target.closest(".pick input");
  if (!box?.form) return;
  const all = picks(box.form);
  if (box.matches("[data-pick-all]")) {
    for (const each of all) each.checked = box.checked;
  } else if (event.shiftKey && lastPick && all.includes(lastPick)) {
    const [from, to] = [all.indexOf(lastPick), all.indexOf(box)].sort((a, b) => a - b);
    for (const each of all.slice(from, to + 1)) each.checked = box.checked;
  }
  lastPick = box;
  count(box.form);
});
document.addEventListener("reset", (event) => setTimeout(() => count(event.target)));
for (const place of document.querySelectorAll("[data-picked]")) if (place.closest("form")) count(place.closest("form"));

/* What has data-move goes to other days: by Alt and an arrow half a day or a week, in the calendar also by the mouse.
   The address there is the page that asks before anything is saved. */
const rightToLeft = document.documentElement.dir === "rtl";
const ARROWS = { ArrowLeft: rightToLeft ? 1 : -1, ArrowRight: rightToLeft ? -1 : 1, ArrowUp: -14, ArrowDown: 14 };

function move(place, halfDays) {
  const address = new URL(place.dataset.move, location.href);
  address.searchParams.set("by", Number(address.searchParams.get("by")) + halfDays);
  location.assign(address);
}

document.addEventListener("keydown", (event) => {
  const place = event.target.closest("[data-move]");
  if (!place || !(event.key in ARROWS) || !event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  move(place, ARROWS[event.key]);
});

/* The half-day of the month under the mouse: which day, which side of it, and its number. */
function halfDay({ clientX: x, clientY: y }) {
  const day = document.elementsFromPoint(x, y).find((each) => each.matches(".days > li"));
  if (!day) return null;
  const { left, width } = day.getBoundingClientRect();
  const right = x > left + width / 2;
  const number = [...document.querySelectorAll(".days > li")].indexOf(day) * 2 + (right !== rightToLeft);
  return { day, side: right ? "over-right" : "over-left", number };
}

let dragged = null; // the bar, and the half-day it was taken at

function mark(there) {
  for (const day of document.querySelectorAll(".days > li")) {
    for (const side of ["over-left", "over-right"]) day.classList.toggle(side, day === there?.day && side === there.side);
  }
}

document.addEventListener("dragstart", (event) => {
  const bar = event.target.closest?.(".ev[data-move]");
  const from = bar && halfDay(event);
  dragged = from && { bar, from };
});
document.addEventListener("dragover", (event) => {
  const there = dragged && halfDay(event);
  mark(there);
  if (there) event.preventDefault(); // it may be dropped here
});
document.addEventListener("drop", (event) => {
  const there = dragged && halfDay(event);
  if (!there) return;
  event.preventDefault();
  if (there.number !== dragged.from.number) move(dragged.bar, there.number - dragged.from.number);
});
document.addEventListener("dragend", () => {
  dragged = null;
  mark(null);
});

/* What has data-shift has buttons up and down: Alt and an arrow press them. */
document.addEventListener("keydown", (event) => {
  const place = event.target.closest("[data-shift]");
  const way = { ArrowUp: "up", ArrowDown: "down" }[event.key];
  if (!place || !way || !event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  place.querySelector(`[data-${way}]`)?.click();
});

/* Of the answers that a condition may compare with, only those of the chosen question. */
for (const place of document.querySelectorAll("[data-condition]")) {
  const [item, op, choice, number] = ["item", "op", "choice", "number"].map((name) => place.querySelector(`[name="if_${name}"]`));
  const fit = () => {
    let any = false;
    for (const group of choice.querySelectorAll("optgroup[label]:not([label=''])")) {
      group.hidden = !group.querySelector("option")?.value.startsWith(`${item.value}=`);
      any ||= !group.hidden;
    }
    if (choice.selectedOptions[0]?.parentElement.hidden) choice.value = "";
    op.closest(".field").hidden = !item.value;
    choice.closest(".field").hidden = !any || op.value === "answered";
    number.closest(".field").hidden = !item.value || op.value === "answered" || (any && op.value !== "at_least");
  };
  place.addEventListener("change", fit);
  fit();
}

/* A form that could not be used: the list of what to mend gets the focus. */
document.getElementById("problems")?.focus();

/* Pages that are kept for when there is no network belong to one account: they go when it signs out, or another comes. */
{
  const { account, marks } = document.currentScript.dataset;
  const KEPT = "trainhub-registers";

  function stored(name, value) {
    try {
      const before = localStorage.getItem(name);
      if (value !== undefined) localStorage.setItem(name, value);
      return before;
    } catch {
      return null; // storage may be switched off
    }
  }

  if (account && window.caches) {
    const before = stored("trainhub-account", account);
    if (before && before !== account) caches.delete(KEPT);
  }
  document.addEventListener("submit", async (event) => {
    if (!window.caches || !/\/sign-out$/.test(new URL(event.target.action).pathname) || event.target.method !== "post") return;
    event.preventDefault();
    await caches.delete(KEPT).catch(() => {});
    event.target.submit();
  });

  /* Marks that wait on this device are sent from whatever page their owner opens next; registers do it by themselves. */
  if (account && !document.querySelector("[data-register]") && JSON.parse(stored("trainhub-marks") ?? "{}")[account]) {
    const script = document.createElement("script");
    script.src = marks;
    script.addEventListener("load", () => trainhubMarks.send(account));
    document.head.append(script);
  }
}
