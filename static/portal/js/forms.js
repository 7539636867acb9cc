// Small help for forms: the focus goes to the error summary, its links to the field, also after an htmx answer;
// a form with data-submit-on-change sends itself, and no form goes twice by a double click. A button[data-fill] puts
// its value into the field of that id.

function focusErrors(root) {
  const summary = root.matches?.("[data-focus]") ? root : root.querySelector("[data-focus]");
  summary?.focus();
}

focusErrors(document);
document.addEventListener("htmx:afterSettle", (event) => focusErrors(event.target));

document.addEventListener("click", (event) => {
  const link = event.target.closest(".error-summary a[href^='#']");
  const field = link && document.getElementById(link.getAttribute("href").slice(1));
  if (!field) return;
  event.preventDefault();
  const control = field.matches("input, select, textarea") ? field : field.querySelector("input, select, textarea");
  control?.scrollIntoView({ block: "center" });
  control?.focus();
});

for (const button of document.querySelectorAll("button[data-fill]")) button.hidden = false;
document.addEventListener("click", ({ target }) => {
  const field = document.getElementById(target.closest("button[data-fill]")?.dataset.fill);
  if (!field) return;
  field.value = target.value;
  for (const kind of ["input", "change"]) field.dispatchEvent(new Event(kind, { bubbles: true }));
});

document.addEventListener("change", (event) => event.target.closest("form[data-submit-on-change]")?.requestSubmit());

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || event.defaultPrevented || form.matches("[hx-post], [data-hx-post]")) return;
  if (form.dataset.sent) event.preventDefault();
  form.dataset.sent = "yes";
});
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});
