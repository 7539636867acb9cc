// The cells: each brings its own form, which is saved on Enter, on Tab and when the focus leaves; Escape gives up.

import { merge, opened } from "./merging.js";
import { base, cellOf, holder, keyOf, open, row, rows, said, tell, words } from "./page.js";
import { ask, stopped } from "./server.js";
import { forgetTyping, keepTyping, keptTyping, restoreTyping, state, values } from "./typing.js";

const NAMES = ["number", "start", "title", "minutes", "lead", "kind", "fate"];

export async function send(path, values) {
  const answer = await ask("POST", path, values);
  if (answer.status >= 300) return complain(answer);
  tell("portal:active");
  merge(answer.html, { mine: true });
  said();
  return true;
}

export function complain({ status, html }) {
  keepTyping();
  const text = new DOMParser().parseFromString(html, "text/html").body.textContent.trim();
  const known = [400, 409].includes(status) && text.length < 500 ? text : words.failed;
  tell("portal:toast", { text: stopped(status, words) ?? known, level: "error" });
  if (status !== 401) poll();
  return false;
}

export async function edit(link) {
  const [id, name] = [keyOf(link.closest("tr")), link.dataset.cell];
  if (!(await close(true))) return;
  const answer = await ask("GET", `${base}${id}/${name}/`);
  if (answer.status !== 200) return complain(answer);
  tell("portal:active");
  // Saving another cell, or somebody else's change, may have drawn the row anew meanwhile.
  const place = cellOf(row(id), name);
  if (place && !open.cell) show({ row: id, name, link: place }, place, answer.html);
}

function show(cell, place, html) {
  const form = new DOMParser().parseFromString(html, "text/html").querySelector("form");
  place.replaceWith(form);
  open.cell = { ...cell, form, before: state(form), closing: null };
  restoreTyping(form);
  const first = form.querySelector("[aria-invalid=true]") ?? form.querySelector("input:not([type=hidden]), select");
  first?.focus();
  first?.select?.();
}

function back(cell) {
  if (open.cell === cell) open.cell = null;
  if (document.contains(cell.form)) cell.form.replaceWith(cell.link);
}

// Ends the open cell, saving what was changed. Answers whether another cell may be opened.
export function close(save) {
  const { cell } = open;
  if (!cell) return Promise.resolve(true);
  cell.closing ??= finish(cell, save).finally(() => {
    cell.closing = null;
  });
  return cell.closing;
}

async function finish(cell, save) {
  if (!save || state(cell.form) === cell.before) {
    forgetTyping();
    back(cell);
    return true;
  }
  const answer = await ask("POST", `${base}${cell.row}/${cell.name}/`, values(cell.form));
  if (answer.status === 400) {
    show(cell, cell.form, answer.html);
    return false;
  }
  if (answer.status !== 200 && answer.status !== 409) return complain(answer);
  tell("portal:active");
  forgetTyping();
  back(cell);
  if (answer.status === 409) return conflict(answer.html);
  merge(answer.html, { mine: true });
  said();
  return true;
}

function conflict(html) {
  const dialog = document.getElementById("agenda-conflict");
  dialog.querySelector(".dialog-body").innerHTML = html;
  dialog.showModal();
  dialog.querySelector("input[type=radio]:checked")?.focus();
  return false;
}

// The cell before or after, across rows.
export function neighbour(tr, name, step) {
  const all = rows().flatMap((each) => NAMES.map((one) => [each, one]));
  const at = all.findIndex(([each, one]) => each === tr && one === name) + step;
  return all[at] && cellOf(...all[at]);
}

export async function unfold(link) {
  const tr = link.closest("tr");
  const [shown] = opened(tr.id);
  link.setAttribute("aria-expanded", String(!shown));
  if (shown) return shown.remove();
  const answer = await ask("GET", link.getAttribute("href"));
  if (answer.status !== 200) return complain(answer);
  tell("portal:active");
  const detail = Object.assign(document.createElement("tr"), { className: "detail" });
  detail.dataset.of = tr.id;
  const cell = Object.assign(document.createElement("td"), { colSpan: tr.cells.length, innerHTML: answer.html });
  detail.append(cell);
  tr.after(detail);
}

export function offerTyping() {
  const [id, name] = keptTyping() ?? [];
  const link = cellOf(row(id), name);
  if (link) edit(link);
}

let asking = false;

export async function poll() {
  if (asking || document.hidden) return;
  asking = true;
  try {
    const answer = await ask("GET", `${base}changes/`, { token: holder.dataset.token, editing: open.cell?.row ?? "" });
    if (answer.status === 200) merge(answer.html);
  } finally {
    asking = false;
  }
}
