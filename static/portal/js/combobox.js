// Turns a <select data-combobox="address"> into a list that searches as one types (Tom Select, loaded only where a
// page has one). Without an address the select's own options are searched; without this script it stays a select.

const script = document.querySelector("script[data-tom-select]");

function load() {
  load.done ??= new Promise((resolve, reject) => {
    const element = Object.assign(document.createElement("script"), { src: script.dataset.tomSelect });
    element.onload = () => resolve(window.TomSelect);
    element.onerror = reject;
    document.head.append(element);
  });
  return load.done;
}

// The server finds a person by any of their names, the label shows one: what was found for a word is what is shown.
const foundFor = (query) => (option) => (option.query === query ? 1 : 0);

async function find(control, address, query) {
  const url = new URL(address, location.href);
  url.searchParams.set("q", query);
  const answer = await fetch(url, { headers: { Accept: "application/json" } });
  const found = answer.ok ? await answer.json() : [];
  for (const option of found) {
    option.query = query;
    if (control.options[option.value]) control.options[option.value].query = query;
  }
  return found;
}

async function enhance(root) {
  const selects = [...root.querySelectorAll("select[data-combobox]:not(.tomselected)")];
  if (!selects.length || !script) return;
  const TomSelect = await load();
  for (const select of selects) {
    if (select.tomselect) continue;
    const address = select.dataset.combobox;
    const words = script.dataset;
    const control = new TomSelect(select, {
      plugins: select.multiple ? { remove_button: { title: words.remove } } : {},
      maxOptions: 200,
      searchField: ["text", "also"],
      hideSelected: select.multiple,
      hidePlaceholder: true,
      // At once: Enter after a quick word must not take what stood first before it was typed.
      refreshThrottle: 0,
      // What was typed found its entry: the next word begins afresh, and no list lies over the fields below.
      onItemAdd() {
        if (this.inputValue()) this.close();
      },
      ...(address && { score: foundFor, load: (query, done) => find(control, address, query).then(done, () => done([])) }),
      render: {
        no_results: () => Object.assign(document.createElement("div"), { className: "no-results", textContent: words.none }),
      },
    });
    for (const name of ["aria-describedby", "aria-invalid"]) {
      if (select.hasAttribute(name)) control.control_input.setAttribute(name, select.getAttribute(name));
    }
    // The select stays in the form but out of sight, where the browser could not point at it: the server checks.
    select.setAttribute("aria-hidden", "true");
    if (select.required) control.control_input.setAttribute("aria-required", "true");
    select.required = false;
  }
}

enhance(document);
document.addEventListener("htmx:afterSettle", (event) => enhance(event.target));
