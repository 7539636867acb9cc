// What the parts of the agenda's script share: the table, its rows, and the cell whose form is open.

export const holder = document.getElementById("agenda");
export const editor = document.getElementById("agenda-editor"); // only for who may write
export const words = editor?.dataset ?? {};
export const base = `${location.pathname}agenda/`;
export const open = { cell: null }; // { row, name, form, link, before, sent }

export const rows = () => [...holder.querySelectorAll("tbody tr[data-v]")];
export const row = (id) => document.getElementById(`i-${id}`);
export const keyOf = (tr) => tr.id.slice(2);
export const level = (tr) => Number(tr.dataset.level);
export const cellOf = (tr, name) => tr?.querySelector(`[data-cell="${name}"]`);

export const tell = (name, detail) =>
  document.body.dispatchEvent(new CustomEvent(name, { detail, bubbles: true }));

export function announce(text) {
  const place = document.querySelector("[data-announce]");
  if (place) place.textContent = text;
}

export function said() {
  const place = document.querySelector("[data-saved-at]");
  if (place) place.textContent = `${words.saved} ${holder.dataset.saved}`;
}
