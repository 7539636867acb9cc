// Typing that must not be lost: a cell's text stays in this tab, bound to the person, until it is saved. The frame's
// drafts.js erases it at sign-out, and for anybody else.

import { open } from "./page.js";

export const state = (form) => JSON.stringify([...new FormData(form)]);

export function values(form) {
  const found = {};
  for (const [name, value] of new FormData(form)) found[name] = name in found ? [found[name], value].flat() : value;
  return found;
}

const prefix = () => `draft:${document.body.dataset.person}:agenda:`;
const typingKey = (id, name) => `${prefix()}${id}:${name}`;

export function keepTyping() {
  if (!open.cell || state(open.cell.form) === open.cell.before) return;
  const fields = values(open.cell.form);
  delete fields.version;
  sessionStorage.setItem(typingKey(open.cell.row, open.cell.name), JSON.stringify({ sent: false, values: fields }));
}

export function forgetTyping() {
  if (open.cell) sessionStorage.removeItem(typingKey(open.cell.row, open.cell.name));
}

export function restoreTyping(form) {
  const kept = sessionStorage.getItem(typingKey(open.cell.row, open.cell.name));
  if (!kept) return;
  for (const [name, value] of Object.entries(JSON.parse(kept).values)) {
    const field = form.elements[name];
    if (field && !name.startsWith("initial-")) field.value = value;
  }
}

// The cell that was being typed into when the session ended, as [item, cell].
export function keptTyping() {
  const found = Object.keys(sessionStorage).find((name) => name.startsWith(prefix()));
  return found?.slice(prefix().length).split(":");
}
