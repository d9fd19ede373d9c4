// The whole file by keyboard: j and k go from section to section, n and p from file to file.
(() => {
  const parts = () => [...document.querySelectorAll("[data-sections] > .part")];
  let here = "";
  const go = (step) => {
    const all = parts();
    if (!all.length) return;
    const at = all.findIndex((part) => part.id === here);
    const to = all[at < 0 ? (step > 0 ? 0 : all.length - 1) : Math.min(Math.max(at + step, 0), all.length - 1)];
    for (const part of all) part.classList.toggle("here", part === to);
    here = to.id;
    to.querySelector("h2").focus({ preventScroll: true });
    to.scrollIntoView({ block: "start" });
  };
  const files = () => [...(document.querySelector("[data-viewer]")?.querySelectorAll("[data-file]") ?? [])];
  const turn = (step) => {
    const all = files();
    if (!all.length) return;
    const at = all.findIndex((file) => file.hasAttribute("aria-current"));
    const to = all[(at + step + all.length) % all.length];
    to.click();
    to.scrollIntoView({ block: "nearest" });
  };
  const choose = (file) => {
    for (const one of file.closest("[data-viewer]").querySelectorAll("[data-file]")) one.removeAttribute("aria-current");
    file.setAttribute("aria-current", "true");
  };
  document.addEventListener("click", (event) => {
    const file = event.target.closest("[data-file]");
    if (file) choose(file);
  });
  // The first file is shown by itself once the list is there.
  document.addEventListener("htmx:load", (event) => {
    const viewer = event.target.querySelector?.("[data-viewer]");
    const first = viewer?.querySelector("[data-file]");
    if (first && !viewer.querySelector("[aria-current]")) first.setAttribute("aria-current", "true");
  });
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.matches("input, textarea, select")) return;
    const acts = { j: [go, 1], k: [go, -1], n: [turn, 1], p: [turn, -1] };
    const act = acts[event.key];
    if (!act) return;
    event.preventDefault();
    act[0](act[1]);
  });
})();
