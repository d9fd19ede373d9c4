// The desk where a call is written: the tree keeps the part in view, the text has line numbers and places to jump to.
"use strict";

const current = document.querySelector(".tree [aria-current]");
const tree = document.querySelector(".tree");
if (current && tree) tree.scrollTop = current.offsetTop - tree.clientHeight / 3;

const source = document.getElementById("source");
const form = document.getElementById("text-form") || document.getElementById("part-form");
let saved = true;

if (form) {
  form.addEventListener("input", () => { saved = false; });
  form.addEventListener("submit", () => { saved = true; });
  window.addEventListener("beforeunload", (event) => { if (!saved) event.preventDefault(); });
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key === "s") {
      event.preventDefault();
      form.requestSubmit();
    }
  });
}

if (source) {
  const gutter = document.querySelector(".gutter");
  const toTree = document.getElementById("to-tree");

  const number = () => {
    const count = source.value.split("\n").length;
    gutter.textContent = Array.from({ length: count }, (_, i) => i + 1).join("\n") + "\n\n\n";
    gutter.scrollTop = source.scrollTop;
  };
  const lineOf = (at) => source.value.slice(0, at).split("\n").length;
  const point = () => {
    const address = new URL(toTree.href);
    address.searchParams.set("line", lineOf(source.selectionStart));
    toTree.href = address;
  };
  const jump = (line, column) => {
    const lines = source.value.split("\n");
    const start = lines.slice(0, line - 1).reduce((sum, each) => sum + each.length + 1, 0);
    const length = (lines[line - 1] || "").length;
    source.focus();
    source.setSelectionRange(start + Math.min((column || 1) - 1, length), start + length);
    const height = parseFloat(getComputedStyle(source).lineHeight);
    source.scrollTop = Math.max(0, (line - 4) * height);
    source.scrollLeft = 0;
    number();
    point();
  };

  source.addEventListener("input", number);
  source.addEventListener("scroll", () => { gutter.scrollTop = source.scrollTop; });
  ["keyup", "click", "select"].forEach((name) => source.addEventListener(name, point));
  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-line]");
    if (!link || link === source) return;
    event.preventDefault();
    jump(Number(link.dataset.line), Number(link.dataset.column));
  });
  number();
  if (Number(source.dataset.line) > 0) jump(Number(source.dataset.line), 1);
}
