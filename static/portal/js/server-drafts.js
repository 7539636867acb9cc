// Keeps what is being typed into a form[data-draft-url] on the server, a few seconds after the last stroke, so that it
// is offered again on another machine too. Says when it was kept in [data-draft-saved].

const AFTER = 3000;

for (const form of document.querySelectorAll("form[data-draft-url]")) {
  const place = form.querySelector("[data-draft-saved]");
  let timer;
  const keep = async () => {
    const answer = await fetch(form.dataset.draftUrl, { method: "POST", body: new FormData(form) });
    if (!answer.ok || answer.redirected || !place) return;
    const { saved } = await answer.json();
    place.textContent = `${place.dataset.draftSaved} ${saved}`;
  };
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(keep, AFTER);
  });
  form.addEventListener("submit", () => clearTimeout(timer));
}
