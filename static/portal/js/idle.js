// Warns before a session ends for want of activity, and lets one stay. Every answer of the server that counts as
// activity starts the clock anew; so does another tab of the same person (BroadcastChannel). Polling does not count.

const box = document.getElementById("idle");
const dialog = document.getElementById("idle-dialog");
const clock = box?.querySelector("[data-idle-clock]");
const channel = new BroadcastChannel("portal-session");
const limit = Number(box?.dataset.seconds) * 1000;
const warning = Number(box?.dataset.warning) * 1000;
let ends = Date.now() + limit;

function active(tell = true) {
  ends = Date.now() + limit;
  if (dialog.open) dialog.close();
  if (tell) channel.postMessage("active");
}

function tick() {
  const left = ends - Date.now();
  if (left <= 0) {
    location.assign(`${box.dataset.login}?next=${encodeURIComponent(location.pathname + location.search)}`);
    return;
  }
  if (left <= warning) {
    const seconds = Math.ceil(left / 1000);
    clock.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
    if (!dialog.open) dialog.showModal();
  }
}

async function stay() {
  const token = JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"];
  const answer = await fetch(box.dataset.extend, { method: "POST", headers: { "X-CSRFToken": token } });
  if (answer.ok && !answer.redirected) active();
  else ends = Date.now();
}

if (box) {
  channel.postMessage("active");
  channel.onmessage = () => active(false);
  box.querySelector("[data-idle-stay]").addEventListener("click", stay);
  document.addEventListener("htmx:afterRequest", (event) => {
    const polling = event.detail.elt.closest("[data-polling]");
    if (event.detail.successful && !polling) active();
  });
  setInterval(tick, 1000);
}
