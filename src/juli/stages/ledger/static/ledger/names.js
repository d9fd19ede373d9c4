// Names from the organisation's own lists, picked for a field that holds several. Without this file they are typed.
(() => {
  "use strict";
  for (const area of document.querySelectorAll("textarea[data-list]")) {
    const list = document.getElementById(area.dataset.list);
    if (!list || !list.options.length) continue;
    const label = document.querySelector(`label[for="${area.id}"]`);
    const pick = document.createElement("input");
    pick.type = "text";
    pick.className = "pick";
    pick.setAttribute("list", list.id);
    pick.setAttribute("aria-label", label ? label.textContent.trim() : "");
    pick.placeholder = document.documentElement.lang.startsWith("zh") ? "从名单中选取…" : "Pick from your list …";
    const take = () => {
      const name = pick.value.trim();
      if (![...list.options].some((option) => option.value === name)) return;
      const lines = area.value.split("\n").map((line) => line.trim()).filter(Boolean);
      if (!lines.includes(name)) area.value = [...lines, name].join("\n");
      pick.value = "";
    };
    pick.addEventListener("change", take);
    pick.addEventListener("keydown", (event) => {
      if (event.key !== "Enter") return;
      event.preventDefault();
      take();
    });
    area.after(pick);
  }
})();
