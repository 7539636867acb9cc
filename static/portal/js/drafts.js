// Keeps what is being typed into a form[data-draft="name"] for this tab only (sessionStorage), under the person's id,
// and offers it again to the same person. A draft goes when its form was sent and another page answered, when it is
// discarded, and at sign-out. A session that ended meanwhile answers with sign-in, and the form then offers it again.

const person = document.body.dataset.person;
const prefix = "draft:";
const key = (form) => `${prefix}${person}:${location.pathname}:${form.dataset.draft}`;
const skipped = new Set(["csrfmiddlewaretoken", "next"]);

function erase(keep = () => false) {
  for (const name of Object.keys(sessionStorage)) {
    if (name.startsWith(prefix) && !keep(name)) sessionStorage.removeItem(name);
  }
}

function fields(form) {
  return [...form.elements].filter(
    (field) => field.name && !skipped.has(field.name) && !["password", "file", "hidden", "submit"].includes(field.type),
  );
}

function save(form, sent = false) {
  const values = fields(form).map((field) => ({
    name: field.name,
    value: field.value,
    checked: field.checked,
  }));
  sessionStorage.setItem(key(form), JSON.stringify({ sent, values }));
}

function restore(form, values) {
  for (const field of fields(form)) {
    const choice = field.type === "radio" || field.type === "checkbox";
    const found = values.find((old) => old.name === field.name && (!choice || old.value === field.value));
    if (!found) continue;
    if (choice) field.checked = found.checked;
    else field.value = found.value;
    field.dispatchEvent(new Event("change", { bubbles: true }));
  }
}

function offer(form) {
  const kept = sessionStorage.getItem(key(form));
  const note = form.querySelector("[data-draft-offer]");
  if (!kept || !note) return;
  note.hidden = false;
  note.querySelector("[data-draft-restore]").addEventListener("click", () => {
    restore(form, JSON.parse(kept).values);
    note.hidden = true;
  });
  note.querySelector("[data-draft-discard]").addEventListener("click", () => {
    sessionStorage.removeItem(key(form));
    note.hidden = true;
  });
}

erase((name) => name.startsWith(`${prefix}${person}:`));
const forms = [...document.querySelectorAll("form[data-draft]")];
const here = new Set(forms.map(key));
erase((name) => here.has(name) || !JSON.parse(sessionStorage.getItem(name)).sent);
for (const form of forms) {
  if (!form.querySelector("[aria-invalid], .error-text")) offer(form);
  form.addEventListener("input", () => save(form));
}
document.addEventListener("submit", (event) => {
  if (event.defaultPrevented) return;
  if (event.target.matches("[data-sign-out]")) erase();
  else if (event.target.matches("form[data-draft]")) save(event.target, true);
});
