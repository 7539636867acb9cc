// The agenda's table, edited where it is read. A click or Enter on a cell brings its form; Alt with the arrows moves the
// row; the grip drags it. Every few seconds the page asks what others did.

import "./bulk.js";
import { close, edit, neighbour, offerTyping, poll, send, unfold } from "./cells.js";
import { sortable, step } from "./moving.js";
import { cellOf, editor, holder, keyOf, open, row } from "./page.js";
import { keepTyping, values } from "./typing.js";

const POLL_EVERY = 6000;
const STEPS = { ArrowUp: "up", ArrowDown: "down", ArrowRight: "indent", ArrowLeft: "outdent" };

holder.addEventListener("click", (event) => {
  const link = event.target.closest("a.cell, a.more");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || (link.matches(".cell") && !editor)) return;
  event.preventDefault();
  if (link.matches(".more")) unfold(link);
  else edit(link);
});

holder.addEventListener("keydown", async (event) => {
  const tr = event.target.closest("tr[data-v]");
  if (!editor || !tr || event.isComposing) return;
  const inForm = open.cell?.form.contains(event.target);
  if (event.altKey && STEPS[event.key] && !inForm) {
    event.preventDefault();
    step(tr, STEPS[event.key]);
  } else if (inForm && event.key === "Escape") {
    event.preventDefault();
    const { name } = open.cell;
    await close(false);
    cellOf(row(keyOf(tr)), name)?.focus();
  } else if (inForm && event.key === "Enter" && event.target.tagName !== "TEXTAREA") {
    event.preventDefault();
    const { name } = open.cell;
    if (await close(true)) cellOf(row(keyOf(tr)), name)?.focus();
  } else if (inForm && event.key === "Tab") {
    const fields = [...open.cell.form.querySelectorAll("input:not([type=hidden]), select, textarea")];
    const edge = event.shiftKey ? fields[0] : fields.at(-1);
    if (event.target !== edge) return;
    event.preventDefault();
    const { name } = open.cell;
    const moves = event.shiftKey ? -1 : 1;
    if (!(await close(true))) return;
    const following = neighbour(row(keyOf(tr)), name, moves);
    if (following) edit(following);
  }
});

holder.addEventListener("focusout", (event) => {
  const form = open.cell?.form;
  if (form && event.target.form === form && event.relatedTarget && !form.contains(event.relatedTarget)) close(true);
});
holder.addEventListener("input", keepTyping);
holder.addEventListener("submit", (event) => {
  event.preventDefault();
  close(true);
});

document.querySelector("[data-quick-add]")?.addEventListener("submit", async (event) => {
  if (!holder.querySelector("table")) return;
  event.preventDefault();
  const form = event.target;
  const input = form.elements.title_ja;
  if (!input.value.trim()) return;
  if (await send(form.action, values(form))) {
    form.reset();
    input.focus();
  }
});

if (editor) {
  for (const grip of holder.querySelectorAll(".grip")) grip.hidden = false;
  window.addEventListener("load", sortable);
  offerTyping();
}
setInterval(poll, POLL_EVERY);
