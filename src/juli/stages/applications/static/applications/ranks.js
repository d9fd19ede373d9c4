// Rows of an order are dragged; the numbers beside them follow, and are what is sent.
"use strict";

for (const list of document.querySelectorAll("[data-ranks]")) {
  let held = null;

  const renumber = () => {
    list.querySelectorAll("input[type=number]").forEach((input, place) => { input.value = place + 1; });
  };

  list.addEventListener("dragstart", (event) => {
    held = event.target.closest("li");
    held.classList.add("held");
    event.dataTransfer.effectAllowed = "move";
  });
  list.addEventListener("dragover", (event) => {
    const over = event.target.closest("li");
    if (!held || !over || over === held) return;
    event.preventDefault();
    const box = over.getBoundingClientRect();
    list.insertBefore(held, event.clientY > box.top + box.height / 2 ? over.nextSibling : over);
  });
  list.addEventListener("drop", (event) => event.preventDefault());
  list.addEventListener("dragend", () => {
    if (held) held.classList.remove("held");
    held = null;
    renumber();
  });

  // A number that is typed moves its row there.
  list.addEventListener("change", (event) => {
    if (event.target.type !== "number") return;
    const rows = [...list.children];
    const row = event.target.closest("li");
    const place = Math.min(Math.max(Number.parseInt(event.target.value, 10) || 1, 1), rows.length) - 1;
    const others = rows.filter((one) => one !== row);
    list.insertBefore(row, others[place] ?? null);
    renumber();
    event.target.focus();
  });
}
