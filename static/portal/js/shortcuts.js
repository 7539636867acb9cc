// `/` goes to the search field, `?` lists the keys. Never while somebody types.
// A page adds keys to the list by <template data-shortcuts>; what they do is that page's own affair.

const typing = (element) => element.isContentEditable || element.matches("input, textarea, select");
const list = document.querySelector("[data-shortcut-list]");
for (const template of document.querySelectorAll("template[data-shortcuts]")) list?.append(template.content);

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || typing(event.target)) return;
  if (document.querySelector("dialog[open]")) return;
  if (event.key === "/") {
    const menu = document.querySelector("details.narrow-only");
    let field = document.querySelector("[data-search]");
    if (field && !field.checkVisibility() && menu) {
      menu.open = true;
      field = menu.querySelector("input[type=search]");
    }
    if (!field) return;
    event.preventDefault();
    field.focus();
    field.select();
  } else if (event.key === "?") {
    event.preventDefault();
    document.getElementById("shortcuts")?.showModal();
  }
});
