// The board works without this file. With it, a piece of work is dragged onto a category, or onto its name in the strip
// that comes up meanwhile, since the category may be far away on the page; in its menu the arrow keys go up and down;
// after a move the focus stays with the work, and what happened is heard.
(() => {
  "use strict";
  const board = () => document.getElementById("verdict");

  // ---- dragging
  let dragged = null;
  const takes = (category) => dragged && dragged.dataset.may.split(" ").includes(category.dataset.category);

  document.addEventListener("dragstart", (event) => {
    const piece = event.target.closest && event.target.closest(".piece[draggable]");
    if (!piece) return;
    dragged = piece;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", piece.dataset.row);
    piece.classList.add("dragged");
    board().classList.add("dragging");
    for (const category of document.querySelectorAll("[data-category]")) category.classList.toggle("takes", takes(category));
    // Not at once: Chromium ends a drag whose beginning changes the page under the pointer.
    setTimeout(() => dragged && document.body.append(strip()), 0);
  });
  const strip = () => {
    const drops = document.createElement("div");
    drops.className = "drops";
    drops.setAttribute("aria-hidden", "true");
    for (const category of document.querySelectorAll(".category.takes")) {
      if (category.dataset.category === dragged.dataset.seen) continue;
      const drop = document.createElement("div");
      drop.dataset.category = category.dataset.category;
      drop.textContent = category.querySelector(".name").firstChild.textContent.trim();
      drops.append(drop);
    }
    return drops;
  };
  const stop = () => {
    if (dragged) dragged.classList.remove("dragged");
    dragged = null;
    document.querySelector(".drops")?.remove();
    if (board()) board().classList.remove("dragging");
    for (const category of document.querySelectorAll("[data-category]")) category.classList.remove("takes", "over");
  };
  document.addEventListener("dragend", stop);
  document.addEventListener("dragover", (event) => {
    const category = event.target.closest && event.target.closest("[data-category]");
    for (const over of document.querySelectorAll("[data-category].over")) if (over !== category) over.classList.remove("over");
    if (!category || !takes(category)) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = "move";
    category.classList.add("over");
  });
  document.addEventListener("drop", (event) => {
    const category = event.target.closest && event.target.closest("[data-category]");
    if (!category || !takes(category)) return;
    event.preventDefault();
    const values = { achievement: dragged.dataset.row, seen: dragged.dataset.seen, category: category.dataset.category };
    stop();
    moved = values.achievement;
    window.htmx.ajax("POST", board().dataset.claim, { source: board(), target: board(), swap: "outerHTML show:none", values });
  });

  // ---- the menu by arrow keys
  document.addEventListener("keydown", (event) => {
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    const menu = event.target.closest && event.target.closest("details.menu.claim");
    if (!menu) return;
    event.preventDefault();
    menu.open = true;
    const buttons = [...menu.querySelectorAll(".panel button")];
    const at = buttons.indexOf(document.activeElement);
    const step = event.key === "ArrowDown" ? 1 : -1;
    buttons[at < 0 ? (step > 0 ? 0 : buttons.length - 1) : (at + step + buttons.length) % buttons.length].focus();
  });

  // ---- the focus stays with what was moved
  let moved = null;
  document.addEventListener("htmx:beforeRequest", (event) => {
    const form = event.target.closest && event.target.closest("form");
    const field = form && form.querySelector("[name=achievement]");
    if (field) moved = field.value;
  });
  document.addEventListener("htmx:afterSettle", (event) => {
    for (const bar of document.querySelectorAll(".fold[hidden]")) bar.hidden = false;
    const found = document.getElementById("best-found");
    if (found && event.target.id === "best") found.focus();
    if (!moved) return;
    const menu = document.querySelector(`.piece[data-row="${CSS.escape(moved)}"] summary`);
    moved = null;
    if (!menu) return;
    for (let at = menu; at; at = at.parentElement) if (at.tagName === "DETAILS" && !at.classList.contains("menu")) at.open = true;
    menu.focus({ preventScroll: true });
  });
  document.addEventListener("click", (event) => {
    const how = event.target.dataset && event.target.dataset.fold;
    if (how && event.target.closest("#verdict")) {
      for (const part of document.querySelectorAll(".board details:not(.menu)")) part.open = how === "open";
    }
  });
})();
