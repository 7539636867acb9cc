// The positions of a meeting, edited where they are read. A click or Enter on a text brings its form, which is saved
// while one types, on Escape and when the focus leaves. Every few seconds the page asks what others did.

import { tell } from "./agenda/page.js";
import { ask, stopped } from "./agenda/server.js";
import { values } from "./agenda/typing.js";

const sheet = document.getElementById("positions");
const words = sheet.dataset;
const PAUSE = 1500;
const POLL_EVERY = 6000;
let open = null; // { paper, name, form, box, html, sent, timer, saving }

const keyOf = (paper) => paper.id.slice(2);
const parse = (html) => new DOMParser().parseFromString(html, "text/html");
const address = (paper, name) => `${location.pathname}${keyOf(paper)}/${name}/`;
const prefix = `draft:${document.body.dataset.person}:position:`;
const keptAs = () => `${prefix}${keyOf(open.paper)}:${open.name}`;
const box = (form) => form.querySelector("textarea");

function said(time) {
  const place = document.querySelector("[data-saved-at]");
  if (place) place.textContent = `${words.saved} ${time}`;
}

function complain({ status }) {
  tell("portal:toast", { text: stopped(status, words) ?? words.failed, level: "error" });
}

async function edit(link) {
  const [id, name] = [link.closest(".paper").id, link.dataset.edit];
  if (!(await close())) return;
  const paper = document.getElementById(id);
  const answer = await ask("GET", address(paper, name));
  if (answer.status !== 200) return complain(answer);
  tell("portal:active");
  if (open || !document.contains(paper)) return;
  open = { paper, name, html: paper.outerHTML };
  const shown = paper.querySelector(`[data-text="${name}"] dd`);
  const form = parse(answer.html).querySelector("form");
  if (shown) shown.replaceChildren(form);
  else paper.append(form);
  take(form);
  const kept = sessionStorage.getItem(keptAs());
  if (kept) box(form).value = JSON.parse(kept).value;
}

function take(form) {
  open.form = form;
  open.sent = box(form).defaultValue;
  box(form).focus();
}

// Saves what was typed; answers whether it is saved. One save at a time, so that each knows the version before it.
async function save() {
  if (!open) return true;
  await open.saving;
  if (!open || box(open.form).value === open.sent) return true;
  open.saving = post(open).finally(() => open && (open.saving = null));
  return open.saving;
}

async function post(mine) {
  clearTimeout(mine.timer);
  const sent = box(mine.form).value;
  const answer = await ask("POST", address(mine.paper, mine.name), values(mine.form));
  if (answer.status === 409) return conflict(answer.html);
  if (answer.status === 400) {
    const form = parse(answer.html).querySelector("form");
    mine.form.replaceWith(form);
    take(form);
    return false;
  }
  if (answer.status !== 200) {
    complain(answer);
    return false;
  }
  tell("portal:active");
  const fresh = parse(answer.html).querySelector(".paper");
  mine.html = answer.html;
  mine.sent = sent;
  mine.form.elements.version.value = fresh.dataset.v;
  mine.form.elements[`initial-${mine.name}`].value = sent;
  mine.paper.dataset.v = fresh.dataset.v;
  mine.paper.querySelector(".title-line .badge")?.replaceWith(fresh.querySelector(".title-line .badge"));
  if (box(mine.form).value === sent) sessionStorage.removeItem(keptAs());
  said(fresh.dataset.saved);
  return true;
}

function conflict(html) {
  sessionStorage.removeItem(keptAs());
  leave();
  const dialog = document.getElementById("position-conflict");
  dialog.querySelector(".dialog-body").innerHTML = html;
  dialog.showModal();
  dialog.querySelector("input[type=radio]:checked")?.focus();
  return false;
}

function leave() {
  const { paper, name, html, timer } = open;
  clearTimeout(timer);
  const held = paper.contains(document.activeElement);
  const fresh = parse(html).querySelector(".paper");
  paper.replaceWith(fresh);
  open = null;
  if (held) fresh.querySelector(`[data-edit="${name}"]`)?.focus();
}

async function close() {
  if (!(await save())) return false;
  if (open) leave();
  return true;
}

sheet.addEventListener("click", (event) => {
  if (event.ctrlKey || event.metaKey || event.shiftKey || event.target.closest("form")) return;
  const link = event.target.closest("[data-edit]");
  const text = event.target.closest("a, summary") ? null : event.target.closest(".paper [data-text]");
  const wanted = link ?? text?.querySelector("[data-edit]");
  if (!wanted || String(getSelection())) return;
  event.preventDefault();
  edit(wanted);
});

sheet.addEventListener("input", () => {
  sessionStorage.setItem(keptAs(), JSON.stringify({ sent: false, value: box(open.form).value }));
  clearTimeout(open.timer);
  open.timer = setTimeout(save, PAUSE);
});

sheet.addEventListener("keydown", (event) => {
  if (!open?.form.contains(event.target) || event.isComposing) return;
  if (event.key !== "Escape" && !(event.key === "Enter" && (event.ctrlKey || event.metaKey))) return;
  event.preventDefault();
  close();
});

sheet.addEventListener("submit", (event) => {
  event.preventDefault();
  close();
});

sheet.addEventListener("focusout", (event) => {
  const to = event.relatedTarget;
  // A click on another text's link closes this one itself, and must not find its target drawn anew.
  if (open && to && !to.dataset.edit && open.form.contains(event.target) && !open.form.contains(to)) close();
});

function merge(html) {
  const incoming = parse(html).getElementById("position-changes");
  sheet.querySelector(".editors").replaceWith(incoming.querySelector(".editors"));
  const papers = [...incoming.querySelectorAll(".paper")];
  const here = [...sheet.querySelectorAll(".paper")].map((paper) => paper.id);
  if (papers.length && papers.map((paper) => paper.id).join() !== here.join()) return open || location.reload();
  for (const fresh of papers) {
    const old = document.getElementById(fresh.id);
    if (open?.paper === old || old.isEqualNode(fresh)) continue;
    const focus = old.contains(document.activeElement) && document.activeElement.dataset.edit;
    old.replaceWith(fresh);
    if (focus) fresh.querySelector(`[data-edit="${focus}"]`)?.focus();
  }
  if (!open) words.token = incoming.dataset.token;
}

async function poll() {
  if (document.hidden) return;
  const asked = { token: words.token, editing: open ? keyOf(open.paper) : "" };
  const answer = await ask("GET", `${location.pathname}changes/`, asked);
  if (answer.status === 200) merge(answer.html);
}

// What was being typed when the session ended or the tab was reloaded.
const kept = Object.keys(sessionStorage).find((name) => name.startsWith(prefix));
if (kept) {
  const [id, name] = kept.slice(prefix.length).split(":");
  const link = document.querySelector(`#p-${CSS.escape(id)} [data-edit="${name}"]`);
  if (link) edit(link);
}
setInterval(poll, POLL_EVERY);
