// Several rows at once: the form appears when rows are chosen, and asks only for what its deed needs.

import { send } from "./cells.js";
import { holder } from "./page.js";
import { values } from "./typing.js";

const bulk = document.getElementById("bulk");

function showBulk() {
  const chosen = holder.querySelectorAll("input[name=item]:checked").length;
  bulk.hidden = !chosen;
  for (const part of bulk.querySelectorAll("[data-deed]")) part.hidden = part.dataset.deed !== bulk.elements.deed.value;
}

if (bulk) {
  showBulk();
  holder.addEventListener("change", (event) => event.target.name === "item" && showBulk());
  bulk.addEventListener("change", showBulk);
  bulk.addEventListener("submit", async (event) => {
    event.preventDefault();
    const item = [...holder.querySelectorAll("input[name=item]:checked")].map((box) => box.value);
    if (!(await send(bulk.action, { ...values(bulk), item }))) return;
    for (const box of holder.querySelectorAll("input[name=item]:checked")) box.checked = false;
    showBulk();
  });
}
