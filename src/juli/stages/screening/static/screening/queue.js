// The list by keyboard: j and k move, x ticks, Enter opens.
(() => {
  const rows = [...document.querySelectorAll("[data-keys] tbody tr")];
  if (!rows.length) return;
  let at = -1;
  const go = (to) => {
    if (at >= 0) rows[at].classList.remove("here");
    at = Math.min(Math.max(to, 0), rows.length - 1);
    rows[at].classList.add("here");
    rows[at].querySelector("a").focus();
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.matches("input:not([type=checkbox]), textarea, select")) return;
    if (event.key === "j" || event.key === "k") {
      event.preventDefault();
      go(at + (event.key === "j" ? 1 : -1));
    } else if (event.key === "x" && at >= 0) {
      const box = rows[at].querySelector("input[type=checkbox]");
      if (box) box.checked = !box.checked;
    }
  });
})();
