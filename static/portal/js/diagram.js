// The relationship diagram: a chosen box opens its panel in place and fades what it has nothing to do with; the arrow
// keys go from box to box. Without this each box is a link to the page with its panel.

const frame = document.querySelector(".diagram-frame");
const panel = document.getElementById("panel");

function fade(chosen, lineage) {
  for (const node of frame.querySelectorAll(".node")) {
    node.classList.toggle("faded", Boolean(lineage) && !lineage.has(node.dataset.key));
    node.classList.toggle("chosen", node.dataset.key === chosen);
    node.toggleAttribute("aria-current", node.dataset.key === chosen);
    if (node.dataset.key === chosen) node.setAttribute("aria-current", "true");
  }
  for (const edge of frame.querySelectorAll(".edge")) {
    const inside = lineage && lineage.has(edge.dataset.from) && lineage.has(edge.dataset.to);
    edge.classList.toggle("faded", Boolean(lineage) && !inside);
  }
}

function shown() {
  const card = panel.querySelector("[data-lineage]");
  fade(card?.dataset.chosen, card && new Set(card.dataset.lineage.split(" ")));
}

async function open(node) {
  const address = node.getAttribute("href");
  await window.htmx.ajax("GET", address.split("#")[0], { target: "#panel", swap: "innerHTML" });
  history.replaceState(null, "", address.split("#")[0]);
  shown();
}

function clear(link) {
  panel.replaceChildren();
  history.replaceState(null, "", link.getAttribute("href"));
  const last = frame.querySelector(".node.chosen");
  shown();
  last?.focus();
}

const middle = (box) => [box.left + box.width / 2, box.top + box.height / 2];

/** The nearest box in that direction: what lies straight ahead before what lies aside. */
function beside(node, [right, down]) {
  const [x, y] = middle(node.getBoundingClientRect());
  let best = null;
  let least = Infinity;
  for (const other of frame.querySelectorAll(".node")) {
    const [u, v] = middle(other.getBoundingClientRect());
    const ahead = (u - x) * right + (v - y) * down;
    const aside = Math.abs((u - x) * down) + Math.abs((v - y) * right);
    const far = ahead + 3 * aside;
    if (other !== node && ahead > 1 && far < least) [best, least] = [other, far];
  }
  return best;
}

const STEPS = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };

if (frame) {
  frame.addEventListener("click", (event) => {
    const node = event.target.closest(".node");
    if (!node || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    open(node);
  });
  frame.addEventListener("keydown", (event) => {
    const node = event.target.closest(".node");
    if (node && STEPS[event.key]) {
      event.preventDefault();
      beside(node, STEPS[event.key])?.focus();
    }
  });
  document.addEventListener("keydown", (event) => {
    const link = panel.querySelector("[data-clear]");
    if (event.key === "Escape" && link) clear(link);
  });
  panel.addEventListener("click", (event) => {
    const link = event.target.closest("[data-clear]");
    if (!link) return;
    event.preventDefault();
    clear(link);
  });
}
