// Warns before a session ends for want of activity, and lets one stay. The server knows how long is left, whatever
// happened in other tabs: it is asked (which is no activity) before the warning shows and before the page leaves.

const box = document.getElementById("idle");
const dialog = document.getElementById("idle-dialog");
const clock = box?.querySelector("[data-idle-clock]");
const warning = Number(box?.dataset.warning) * 1000;
let ends = Date.now() + Number(box?.dataset.seconds) * 1000;
let asking = false;
let warned = false;

async function ask(address, method) {
  asking = true;
  try {
    const token = JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"];
    const headers = { Accept: "application/json", "X-CSRFToken": token };
    const answer = await fetch(address, { method, headers, redirect: "manual" });
    if (answer.ok) ends = Date.now() + (await answer.json()).seconds * 1000;
    else leave();
  } catch {
    // The network is away: the clock runs on, and leaving asks again.
  } finally {
    asking = false;
  }
}

function leave() {
  location.assign(`${box.dataset.login}?next=${encodeURIComponent(location.pathname + location.search)}`);
}

async function tick() {
  if (asking) return;
  let left = ends - Date.now();
  if (left <= warning && !warned) {
    await ask(box.dataset.state, "GET");
    left = ends - Date.now();
    if (left <= warning) {
      warned = true;
      if (!dialog.open) dialog.showModal();
    }
  }
  if (left <= 0) leave();
  const seconds = Math.max(0, Math.ceil(left / 1000));
  clock.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

async function stay() {
  await ask(box.dataset.extend, "POST");
  // Close to the twelve hours no session outlives, there is nothing to extend: the warning has done its work.
  warned = ends - Date.now() <= warning;
  dialog.close();
}

if (box) {
  box.querySelector("[data-idle-stay]").addEventListener("click", stay);
  const active = () => {
    if (!warned) ends = Date.now() + Number(box.dataset.seconds) * 1000;
  };
  document.addEventListener("portal:active", active);
  document.addEventListener("htmx:afterRequest", (event) => {
    if (event.detail.successful && !event.detail.elt.closest("[data-polling]")) active();
  });
  setInterval(tick, 1000);
}
