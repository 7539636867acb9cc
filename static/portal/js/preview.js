// Shows how a Markdown note will look: a button data-preview="address" data-for="id of the textarea".

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-preview]");
  if (!button) return;
  const headers = JSON.parse(document.body.getAttribute("hx-headers"));
  const note = document.getElementById(button.dataset.for).value;
  const body = new URLSearchParams({ note });
  const answer = await fetch(button.dataset.preview, { method: "POST", headers, body });
  if (!answer.ok || answer.redirected) return;
  const out = button.parentElement.nextElementSibling;
  out.innerHTML = await answer.text();
  out.hidden = false;
});
