// Merges a table from the server into the page row by row: nobody's typing or focus is disturbed.

import { holder, open } from "./page.js";

export function merge(html, { mine = false } = {}) {
  const answer = new DOMParser().parseFromString(html, "text/html");
  const incoming = answer.getElementById("agenda");
  const foot = answer.querySelector(".agenda-foot");
  if (foot) holder.querySelector(".agenda-foot").replaceWith(foot);
  if (!incoming) return;
  holder.dataset.saved = incoming.dataset.saved;
  if (incoming.dataset.token === holder.dataset.token) return;
  holder.dataset.token = incoming.dataset.token;
  const table = holder.querySelector("table");
  if (!table || !incoming.querySelector("table")) return location.reload();
  const focus = focused();
  const body = table.tBodies[0];
  const next = [...incoming.querySelector("tbody").rows].flatMap((fresh) => [keep(fresh, mine), ...opened(fresh.id)]);
  arrange(body, next);
  refocus(focus);
  if (open.cell && !document.contains(open.cell.form)) open.cell = null;
}

// A row that stays is never taken out, or whoever types in it would lose the focus, and an input method its text.
function arrange(body, next) {
  for (const old of [...body.rows]) if (!next.includes(old)) old.remove();
  let at = body.firstElementChild;
  for (const tr of next) {
    if (tr === at) at = at.nextElementSibling;
    else body.insertBefore(tr, at);
  }
}

function keep(fresh, mine) {
  const old = fresh.id && document.getElementById(fresh.id);
  if (!old) return mark(fresh, !mine && fresh.id);
  const box = old.querySelector("input[name=item]");
  const freshBox = fresh.querySelector("input[name=item]");
  if (box && freshBox) freshBox.checked = box.checked;
  if (open.cell && old.contains(open.cell.form)) return around(old, fresh);
  return mark(fresh, !mine && old.dataset.v !== fresh.dataset.v);
}

// The row under somebody's hands: everything but the open cell is drawn anew.
function around(old, fresh) {
  open.cell.link = fresh.querySelector(`[data-cell="${open.cell.name}"]`);
  Object.assign(old.dataset, fresh.dataset);
  const cells = [...fresh.cells];
  [...old.cells].forEach((cell, at) => cell.contains(open.cell.form) || cell.replaceWith(cells[at]));
  return mark(old, false);
}

function mark(tr, changed) {
  tr.classList.toggle("changed", Boolean(changed));
  tr.querySelector(".grip")?.removeAttribute("hidden");
  return tr;
}

function focused() {
  const element = document.activeElement;
  if (!holder.contains(element)) return null;
  return { id: element.closest("tr")?.id, cell: element.dataset.cell, name: element.name, element };
}

function refocus(was) {
  if (!was || document.activeElement === was.element) return;
  if (document.contains(was.element)) return was.element.focus();
  const tr = was.id && document.getElementById(was.id);
  tr?.querySelector(was.cell ? `[data-cell="${was.cell}"]` : "a, input")?.focus();
}

// The rows unfolded under an item stay with it.
export const opened = (id) => [...holder.querySelectorAll(`tr.detail[data-of="${id}"]`)];
