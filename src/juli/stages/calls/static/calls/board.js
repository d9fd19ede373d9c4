// The board works without this file; it opens and closes all categories at once, and opens what an address points at.
(() => {
  "use strict";
  const categories = () => document.querySelectorAll(".board details");
  for (const bar of document.querySelectorAll(".fold")) {
    bar.hidden = false;
    bar.addEventListener("click", (event) => {
      const how = event.target.dataset.fold;
      if (how) for (const category of categories()) category.open = how === "open";
    });
  }
  const show = () => {
    const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target) return;
    for (let at = target; at; at = at.parentElement) if (at.tagName === "DETAILS") at.open = true;
    target.scrollIntoView();
  };
  addEventListener("hashchange", show);
  show();

  // What is open stays open when a part of the page is replaced.
  let opened = new Set();
  document.addEventListener("htmx:beforeSwap", () => {
    opened = new Set([...document.querySelectorAll("details[id]")].filter((d) => d.open).map((d) => d.id));
  });
  document.addEventListener("htmx:afterSettle", () => {
    for (const id of opened) {
      const found = document.getElementById(id);
      if (found) found.open = true;
    }
  });
})();
