/* The year board: arrows choose a card, Alt and an arrow move it by a month, or to the next room or trainer where those
   are the rows; F fixes it, Z undoes; the mouse drags it to any month and row. Everything is sent by the form under the
   board, as the page without a script does from the line's own page. */
"use strict";
{
  const board = document.querySelector("[data-board]");
  const form = document.getElementById("board-act");
  const undo = document.getElementById("board-undo");
  const forward = document.documentElement.dir === "rtl" ? "ArrowLeft" : "ArrowRight";
  const back = forward === "ArrowRight" ? "ArrowLeft" : "ArrowRight";
  const cards = [...document.querySelectorAll("[data-line]")];
  const visible = cards.filter((card) => card.offsetParent !== null);

  function send(card, address, fields) {
    if (!form || !address) return;
    form.action = address;
    for (const name of ["months", "month", "act", "row", "was"]) form.elements[name].value = fields[name] ?? "";
    form.requestSubmit();
  }

  const rowOf = (card) => card.closest("[data-row]")?.dataset.row ?? "";

  /* The rows in their order: rooms or trainers; none where the rows are modules, which a card cannot change. */
  const rows = [...new Set([...document.querySelectorAll("[data-row]")].map((cell) => cell.dataset.row))];

  function toRow(card, step) {
    const was = rowOf(card);
    const here = rows.indexOf(was);
    let row = rows[here + step];
    if (row === "online") row = rows[here + 2 * step];
    if (here >= 0 && row) send(card, card.dataset.put, { row, was });
  }

  /* The next card in a direction: the nearest whose middle lies that way, nearer in the row before nearer in the column. */
  function next(card, key) {
    const here = card.getBoundingClientRect();
    const across = key === forward || key === back;
    const sign = key === "ArrowRight" || key === "ArrowDown" ? 1 : -1;
    let best = null;
    let least = Infinity;
    for (const other of visible) {
      if (other === card) continue;
      const there = other.getBoundingClientRect();
      const along = sign * (across ? there.left - here.left : there.top - here.top);
      const aside = Math.abs(across ? there.top - here.top : there.left - here.left);
      if (along > 4 && along + 3 * aside < least) [best, least] = [other, along + 3 * aside];
    }
    return best;
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.target.matches("input, select, textarea")) return;
    const card = event.target.closest("[data-line]");
    if ((event.key === "z" || event.key === "Z") && undo) {
      event.preventDefault();
      undo.requestSubmit();
      return;
    }
    if (!card) return;
    const arrow = event.key.startsWith("Arrow");
    if (arrow && event.altKey) {
      const months = { [forward]: 1, [back]: -1 }[event.key];
      if (!form || (!months && !rows.length)) return;
      event.preventDefault();
      if (months) send(card, card.dataset.put, { months });
      else toRow(card, event.key === "ArrowDown" ? 1 : -1);
    } else if (arrow) {
      const other = next(card, event.key);
      if (!other) return;
      event.preventDefault();
      other.focus();
    } else if ((event.key === "f" || event.key === "F") && !event.altKey) {
      event.preventDefault();
      send(card, card.dataset.act, { act: card.classList.contains("prop") ? "fix" : "loosen" });
    }
  });

  let dragged = null;
  document.addEventListener("dragstart", (event) => {
    dragged = form ? event.target.closest?.("[data-line]") : null;
  });
  const cellOf = (event) => dragged && event.target.closest?.("[data-month]");
  document.addEventListener("dragover", (event) => {
    const cell = cellOf(event);
    for (const each of document.querySelectorAll(".board > .over")) each.classList.toggle("over", each === cell);
    if (!cell) return;
    cell.classList.add("over");
    event.preventDefault();
  });
  document.addEventListener("drop", (event) => {
    const cell = cellOf(event);
    if (!cell) return;
    event.preventDefault();
    const month = dragged.closest("[data-month]")?.dataset.month === cell.dataset.month ? "" : cell.dataset.month;
    const was = rowOf(dragged);
    const row = cell.dataset.row && cell.dataset.row !== was ? cell.dataset.row : "";
    if (month || row) send(dragged, dragged.dataset.put, { month, row, was });
  });
  document.addEventListener("dragend", () => {
    dragged = null;
    for (const each of document.querySelectorAll(".board > .over")) each.classList.remove("over");
  });

  const wanted = location.hash.startsWith("#line-") && document.getElementById(location.hash.slice(1));
  if (wanted) wanted.focus({ preventScroll: false });
  if (board) board.dataset.ready = "yes";
}
