// The agenda's table, edited where it is read. A click or Enter on a cell brings its form, which is saved on Enter, Tab
// or when the focus leaves; Alt with the arrows moves the row. Every answer is the table as it stands, merged row by
// row, so that nobody's typing is disturbed; every few seconds the page asks what others did.

const POLL_EVERY = 6000;
const holder = document.getElementById("agenda");
const editor = document.getElementById("agenda-editor");
const words = editor?.dataset ?? {};
const base = `${location.pathname}agenda/`;
let editing = null; // the cell whose form is open: { row, name, form, sent }

const rows = () => [...holder.querySelectorAll("tbody tr[data-v]")];
const row = (id) => document.getElementById(`i-${id}`);
const keyOf = (tr) => tr.id.slice(2);
const level = (tr) => Number(tr.dataset.level);

// --- Asking the server --------------------------------------------------------------------------------------------

async function ask(verb, path, values = {}) {
  const url = new URL(path, location.href);
  const data = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) [value].flat().forEach((one) => data.append(name, one));
  if (verb === "GET") url.search = data;
  const headers = { "HX-Request": "true", ...JSON.parse(document.body.getAttribute("hx-headers")) };
  const answer = await fetch(url, { method: verb, headers, body: verb === "GET" ? undefined : data });
  const html = await answer.text();
  if (answer.redirected) return { status: 401, html };
  for (const [name, detail] of Object.entries(JSON.parse(answer.headers.get("HX-Trigger") ?? "{}"))) tell(name, detail);
  return { status: answer.status, html };
}

const tell = (name, detail) => document.body.dispatchEvent(new CustomEvent(name, { detail, bubbles: true }));

async function send(path, values) {
  const answer = await ask("POST", path, values);
  if (answer.status >= 300) return complain(answer);
  tell("portal:active");
  merge(answer.html, { mine: true });
  said();
  return true;
}

function complain({ status, html }) {
  keepTyping();
  const text = new DOMParser().parseFromString(html, "text/html").body.textContent.trim();
  const known = [400, 409].includes(status) && text.length < 500 ? text : words.failed;
  tell("portal:toast", { text: status === 401 ? words.lost : known, level: "error" });
  if (status !== 401) poll();
  return false;
}

function said() {
  const place = document.querySelector("[data-saved-at]");
  if (place) place.textContent = `${words.saved} ${holder.dataset.saved}`;
}

const announce = (text) => {
  const place = document.querySelector("[data-announce]");
  if (place) place.textContent = text;
};

// --- Merging the table --------------------------------------------------------------------------------------------

function merge(html, { mine = false } = {}) {
  const incoming = new DOMParser().parseFromString(html, "text/html").getElementById("agenda");
  if (!incoming) return;
  holder.dataset.saved = incoming.dataset.saved;
  holder.querySelector(".agenda-foot").replaceWith(incoming.querySelector(".agenda-foot"));
  if (incoming.dataset.token === holder.dataset.token) return;
  holder.dataset.token = incoming.dataset.token;
  const table = holder.querySelector("table");
  if (!table || !incoming.querySelector("table")) return location.reload();
  const focus = focused();
  const body = table.tBodies[0];
  const next = [...incoming.querySelector("tbody").rows].flatMap((fresh) => [keep(fresh, mine), ...opened(fresh.id)]);
  body.replaceChildren(...next);
  refocus(focus);
  if (editing && !document.contains(editing.form)) editing = null;
}

function keep(fresh, mine) {
  const old = fresh.id && document.getElementById(fresh.id);
  if (!old) return mark(fresh, !mine && fresh.id);
  const box = old.querySelector("input[name=item]");
  const freshBox = fresh.querySelector("input[name=item]");
  if (box && freshBox) freshBox.checked = box.checked;
  if (editing && old.contains(editing.form)) {
    editing.link = fresh.querySelector(`[data-cell="${editing.name}"]`);
    editing.link.replaceWith(editing.form);
    return mark(fresh, false);
  }
  return mark(fresh, !mine && old.dataset.v !== fresh.dataset.v);
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

// --- Cells --------------------------------------------------------------------------------------------------------

async function open(link) {
  if (editing) await close(true);
  const tr = link.closest("tr");
  const name = link.dataset.cell;
  const answer = await ask("GET", `${base}${keyOf(tr)}/${name}/`);
  if (answer.status !== 200) return complain(answer);
  tell("portal:active");
  show(link, tr, name, answer.html);
}

function show(place, tr, name, html) {
  const form = new DOMParser().parseFromString(html, "text/html").querySelector("form");
  place.replaceWith(form);
  editing = { row: keyOf(tr), name, form, link: place.dataset?.cell ? place : editing?.link };
  editing.before = state(form);
  restoreTyping(form);
  const first = form.querySelector("[aria-invalid=true]") ?? form.querySelector("input:not([type=hidden]), select, textarea");
  first?.focus();
  first?.select?.();
}

const state = (form) => JSON.stringify([...new FormData(form)]);

function values(form) {
  const found = {};
  for (const [name, value] of new FormData(form)) found[name] = name in found ? [found[name], value].flat() : value;
  return found;
}

function back() {
  const { form, link } = editing;
  editing = null;
  if (document.contains(form) && link) form.replaceWith(link);
  return link;
}

async function close(save) {
  if (!editing || editing.sent) return true;
  const { form, row: id, name } = editing;
  if (!save || state(form) === editing.before) return forgetTyping(), back(), true;
  editing.sent = true;
  const answer = await ask("POST", `${base}${id}/${name}/`, values(form));
  if (answer.status === 400) return show(form, row(id), name, answer.html), false;
  if (answer.status === 409) return conflict(answer.html), false;
  if (answer.status !== 200) return (editing.sent = false), complain(answer);
  tell("portal:active");
  forgetTyping();
  editing = null;
  merge(answer.html, { mine: true });
  said();
  return true;
}

function conflict(html) {
  const dialog = document.getElementById("agenda-conflict");
  dialog.querySelector(".dialog-body").innerHTML = html;
  forgetTyping();
  back();
  dialog.showModal();
  dialog.querySelector("input[type=radio]:checked")?.focus();
}

function neighbour(tr, name, step) {
  const cells = [...holder.querySelectorAll("a.cell")];
  const order = (link) => `${link.closest("tr").id}/${link.dataset.cell}`;
  const names = ["number", "start", "title", "minutes", "lead", "kind", "fate"];
  const all = rows().flatMap((each) => names.map((one) => `${each.id}/${one}`));
  const wanted = all[all.indexOf(`${tr.id}/${name}`) + step];
  return cells.find((link) => order(link) === wanted);
}

// --- A row opened to what its cells do not show --------------------------------------------------------------------

const opened = (id) => [...holder.querySelectorAll(`tr.detail[data-of="${id}"]`)];

async function unfold(link) {
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

// --- Typing that must not be lost ---------------------------------------------------------------------------------

const typingKey = (id, name) => `draft:${document.body.dataset.person}:agenda:${id}:${name}`;

function keepTyping() {
  if (!editing || state(editing.form) === editing.before) return;
  const fields = values(editing.form);
  delete fields.version;
  sessionStorage.setItem(typingKey(editing.row, editing.name), JSON.stringify({ sent: false, values: fields }));
}

function forgetTyping() {
  if (editing) sessionStorage.removeItem(typingKey(editing.row, editing.name));
}

function restoreTyping(form) {
  const kept = sessionStorage.getItem(typingKey(editing.row, editing.name));
  if (!kept) return;
  for (const [name, value] of Object.entries(JSON.parse(kept).values)) {
    const field = form.elements[name];
    if (field && !name.startsWith("initial-")) field.value = value;
  }
}

function offerTyping() {
  const prefix = `draft:${document.body.dataset.person}:agenda:`;
  const found = Object.keys(sessionStorage).find((name) => name.startsWith(prefix));
  if (!found) return;
  const [id, name] = found.slice(prefix.length).split(":");
  const link = row(id)?.querySelector(`[data-cell="${name}"]`);
  if (link) open(link);
  else sessionStorage.removeItem(found);
}

// --- Moving -------------------------------------------------------------------------------------------------------

const STEPS = { ArrowUp: "up", ArrowDown: "down", ArrowRight: "indent", ArrowLeft: "outdent" };

async function step(tr, direction) {
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

function sortable() {
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
      drop(item, before);
    },
  });
}

async function drop(item, before) {
  const all = rows();
  const at = all.indexOf(item);
  const above = all[at - 1];
  const under = all.slice(at + branch(item).length)[0];
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

// --- Others -------------------------------------------------------------------------------------------------------

let asking = false;

async function poll() {
  if (asking || document.hidden) return;
  asking = true;
  try {
    const answer = await ask("GET", `${base}changes/`, { token: holder.dataset.token, editing: editing?.row ?? "" });
    if (answer.status === 200) merge(answer.html);
  } finally {
    asking = false;
  }
}

// --- Ears ---------------------------------------------------------------------------------------------------------

holder.addEventListener("click", (event) => {
  const link = event.target.closest("a.cell, a.more");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || (link.matches(".cell") && !editor)) return;
  event.preventDefault();
  if (link.matches(".more")) unfold(link);
  else open(link);
});

holder.addEventListener("keydown", async (event) => {
  const tr = event.target.closest("tr[data-v]");
  if (!editor || !tr || event.isComposing) return;
  const inForm = editing?.form.contains(event.target);
  if (event.altKey && STEPS[event.key] && !inForm) {
    event.preventDefault();
    step(tr, STEPS[event.key]);
  } else if (inForm && event.key === "Escape") {
    event.preventDefault();
    const { name } = editing;
    await close(false);
    row(keyOf(tr))?.querySelector(`[data-cell="${name}"]`)?.focus();
  } else if (inForm && event.key === "Enter" && event.target.tagName !== "TEXTAREA") {
    event.preventDefault();
    const { name } = editing;
    if (await close(true)) row(keyOf(tr))?.querySelector(`[data-cell="${name}"]`)?.focus();
  } else if (inForm && event.key === "Tab") {
    const fields = [...editing.form.querySelectorAll("input:not([type=hidden]), select, textarea")];
    const edge = event.shiftKey ? fields[0] : fields.at(-1);
    if (event.target !== edge) return;
    event.preventDefault();
    const { name } = editing;
    const moves = event.shiftKey ? -1 : 1;
    if (!(await close(true))) return;
    const following = neighbour(row(keyOf(tr)), name, moves);
    if (following) open(following);
  }
});

holder.addEventListener("focusout", (event) => {
  const form = editing?.form;
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
