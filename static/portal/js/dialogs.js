// Opens and closes <dialog>s, and folds open menus away on Escape or a click elsewhere.
// A button with data-dialog="id" opens; one with data-close closes. Controls marked data-needs-script appear here.

for (const element of document.querySelectorAll("[data-needs-script]")) element.hidden = false;

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-dialog]");
  if (opener) document.getElementById(opener.dataset.dialog)?.showModal();
  if (event.target.closest("[data-close]")) event.target.closest("dialog")?.close();
  for (const menu of document.querySelectorAll("details[data-pop][open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of document.querySelectorAll("details[data-pop][open]")) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});
