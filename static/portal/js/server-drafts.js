// Keeps what is being typed into a form[data-draft-url] on the server, a few seconds after the last stroke, so that it
// is offered again on another machine too. Says when it was kept in [data-draft-saved]. Forms in dialogs come later
// than this script, so the document listens.

const AFTER = 3000;
const timers = new WeakMap();

const keep = async (form) => {
  const place = form.querySelector("[data-draft-saved]");
  const answer = await fetch(form.dataset.draftUrl, { method: "POST", body: new FormData(form) });
  if (!answer.ok || answer.redirected || !place) return;
  const { saved } = await answer.json();
  place.textContent = `${place.dataset.draftSaved} ${saved}`;
};

document.addEventListener("input", (event) => {
  const form = event.target.form;
  if (!form?.dataset.draftUrl) return;
  clearTimeout(timers.get(form));
  timers.set(form, setTimeout(() => keep(form), AFTER));
});
document.addEventListener("submit", (event) => clearTimeout(timers.get(event.target)), true);
