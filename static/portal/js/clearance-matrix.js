// A cell of the matrix opens its position in a dialog; without a script, or in a new tab, it is a page of its own.

import { ask } from "./agenda/server.js";

const dialog = document.getElementById("clearance-entry");

document.querySelector(".clearance-matrix").addEventListener("click", async (event) => {
  const link = event.target.closest("a[href]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  event.preventDefault();
  const answer = await ask("GET", link.pathname);
  if (answer.status !== 200) return location.assign(link.href);
  const page = new DOMParser().parseFromString(answer.html, "text/html");
  dialog.classList.add("wide");
  dialog.querySelector(".dialog-body").replaceChildren(...page.body.childNodes);
  if (!dialog.open) dialog.showModal();
  const place = link.hash && dialog.querySelector(link.hash);
  if (place) place.scrollIntoView({ block: "nearest" });
});
