// Moving rows: by one step with the keyboard, or by dragging. A row goes with everything below it.

import { poll, send } from "./cells.js";
import { announce, base, editor, holder, keyOf, level, row, rows, words } from "./page.js";

export async function step(tr, direction) {
  const moved = await send(`${base}${keyOf(tr)}/move/`, { version: tr.dataset.v, step: direction });
  if (moved) announce(`${words.moved} ${row(keyOf(tr))?.querySelector(".no")?.textContent ?? ""}`);
}

function branch(tr) {
  const all = rows();
  const start = all.indexOf(tr);
  const end = all.findIndex((other, at) => at > start && level(other) <= level(tr));
  return all.slice(start, end < 0 ? undefined : end);
}

function parentOf(all, at, depth) {
  return all.slice(0, at).findLast((other) => level(other) < depth) ?? null;
}

function siblings(all, parent, depth) {
  return all.filter((other, at) => level(other) === depth && parentOf(all, at, depth) === parent);
}

export function sortable() {
  const body = holder.querySelector("tbody");
  if (!window.Sortable || !body || !editor) return;
  let below = [];
  let before = [];
  window.Sortable.create(body, {
    handle: ".grip",
    draggable: "tr[data-v]",
    ghostClass: "dragging",
    animation: 120,
    onStart: ({ item }) => {
      before = rows();
      below = branch(item).slice(1);
      for (const each of below) each.hidden = true;
    },
    onEnd: ({ item }) => {
      for (const each of below) each.hidden = false;
      item.after(...below);
      drop(item, below.length, before);
    },
  });
}

// The row keeps its level where the rows around allow it; between a parent and its first child it becomes a child.
async function drop(item, followers, before) {
  const all = rows();
  const at = all.indexOf(item);
  const above = all[at - 1];
  const under = all[at + 1 + followers];
  const highest = above ? level(above) + 1 : 1;
  const depth = Math.min(Math.max(level(item), under ? level(under) : 1), highest);
  const parent = parentOf(all, at, depth);
  const old = parentOf(before, before.indexOf(item), level(item));
  let done;
  if (parent === old && depth === level(item)) {
    const [order, seen] = [all, before].map((list) => siblings(list, parent, depth).map(keyOf));
    if (order.join() === seen.join()) return;
    done = await send(`${base}order/`, { parent: parent ? keyOf(parent) : "", order, seen });
  } else {
    const after = all.slice(0, at).findLast((other, n) => level(other) === depth && parentOf(all, n, depth) === parent);
    const place = { parent: parent ? keyOf(parent) : "", after: after ? keyOf(after) : "" };
    done = await send(`${base}${keyOf(item)}/move/`, { version: item.dataset.v, ...place });
  }
  if (!done) {
    holder.dataset.token = "";
    poll();
  }
}
