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

/* A form that could not be used: the list of what to mend gets the focus. */
document.getElementById("problems")?.focus();
