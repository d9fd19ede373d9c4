// Keyboard and mouse for the anchoring screen: j and k go from clause to clause, Enter confirms, two clicks in the text
// choose a passage. Everything works without this file, by the numbers in each form.
(() => {
  "use strict";
  const list = document.querySelector(".cards-of");
  const text = document.querySelector(".sides > .text");
  if (!list || !text) return;
  let current = null;
  let from = 0;
  text.classList.add("choosing");

  const cards = () => [...list.querySelectorAll(".anchor")];
  const line = (number) => document.getElementById(`p${number}`);

  const paint = (first, last) => {
    for (const old of text.querySelectorAll(".chosen, .starts")) old.classList.remove("chosen", "starts");
    for (let n = first; first && n <= last; n += 1) line(n)?.classList.add("chosen");
  };
  const within = (box, element) => {
    // Only the box scrolls: the page stays where it is.
    const top = element.getBoundingClientRect().top - box.getBoundingClientRect().top;
    if (top < 0 || top > box.clientHeight - 80) box.scrollTop += top - box.clientHeight / 4;
  };
  const go = (card, focus = true) => {
    if (!card) return;
    current?.classList.remove("current");
    current = card;
    from = 0;
    card.classList.add("current");
    if (focus) card.focus({ preventScroll: true });
    within(list, card);
    const first = Number(card.dataset.first);
    paint(first, Number(card.dataset.last));
    if (first && line(first)) within(text, line(first));
  };
  const fill = (first, last) => {
    if (!current) return;
    current.querySelector("[name=first]").value = first;
    current.querySelector("[name=last]").value = last;
    paint(first, last);
  };

  list.addEventListener("focusin", (event) => {
    const card = event.target.closest(".anchor");
    if (card && card !== current) go(card, false);
  });
  list.addEventListener("click", (event) => {
    const card = event.target.closest(".anchor");
    if (card && card !== current) go(card, false);
    const other = event.target.closest("[data-take]");
    if (other) {
      event.preventDefault();
      const [first, last] = other.dataset.take.split("-").map(Number);
      fill(first, last);
      within(text, line(first));
    } else if (event.target.closest("[data-goes]")) {
      event.preventDefault();
    }
  });
  text.addEventListener("click", (event) => {
    const at = event.target.closest("[data-line]");
    if (!at || !current || getSelection().toString()) return;
    const number = Number(at.dataset.line);
    if (from && number >= from) {
      fill(from, number);
      from = 0;
    } else {
      fill(number, number);
      from = number;
      at.classList.add("starts");
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const typing = event.target.matches("input, textarea, select");
    const all = cards();
    const at = all.indexOf(current);
    if (!typing && (event.key === "j" || event.key === "k")) {
      event.preventDefault();
      go(all[Math.min(Math.max(at + (event.key === "j" ? 1 : -1), 0), all.length - 1)]);
    } else if (event.key === "Enter" && current && event.target === current) {
      event.preventDefault();
      current.querySelector("[data-confirm]").click();
    }
  });
  // After a card was confirmed its new self takes its place: on to the next that is open.
  document.body.addEventListener("htmx:afterSwap", (event) => {
    const card = event.detail.elt?.closest?.(".anchor") ?? document.getElementById(event.detail.elt?.id ?? "");
    if (!card || !list.contains(card)) return;
    const all = cards();
    const next = all.slice(all.indexOf(card) + 1).find((one) => !one.classList.contains("done"));
    go(card.querySelector(".field-error") ? card : (next ?? card));
  });
  go(document.querySelector(".anchor:target") ?? cards().find((card) => !card.classList.contains("done")) ?? cards()[0], false);
})();
