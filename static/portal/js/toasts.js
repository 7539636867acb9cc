// Messages of success. They go by themselves after a while, unless one is reading (pointer or focus on them);
// those that offer a way back stay longer, errors stay. Answers of htmx send theirs as the event portal:toast; one
// that failed without an answer to show says so here.

const region = document.getElementById("toasts");
const STAY = 8000;
const STAY_WITH_UNDO = 20000;

function expire(toast) {
  if (toast.matches(".error, .warning")) return;
  const stay = toast.querySelector("form") ? STAY_WITH_UNDO : STAY;
  setTimeout(() => (toast.matches(":hover, :focus-within") ? expire(toast) : toast.remove()), stay);
}

function show({ text, undo, level }) {
  const toast = document.getElementById("toast-template").content.firstElementChild.cloneNode(true);
  toast.classList.add(level || "success");
  if (level === "error") toast.setAttribute("role", "alert");
  toast.querySelector("p").textContent = text;
  toast.querySelector("[data-close-toast]").hidden = false;
  const form = toast.querySelector("form");
  if (undo) form.action = undo;
  else form.remove();
  region.append(toast);
  expire(toast);
}

function failed(event) {
  const refused = event.detail.xhr?.status === 403;
  show({ text: refused ? region.dataset.refused : region.dataset.failed, level: "error" });
}

document.body.addEventListener("htmx:responseError", failed);
document.body.addEventListener("htmx:sendError", () => show({ text: region.dataset.offline, level: "error" }));
document.body.addEventListener("portal:toast", (event) => show(event.detail));
region?.addEventListener("click", (event) => {
  if (event.target.closest("[data-close-toast]")) event.target.closest("[data-toast]").remove();
});
for (const toast of region?.querySelectorAll("[data-toast]") ?? []) expire(toast);
