// Sends the file with its progress shown, then says that it is being read. Without this file the form is sent as it is.
(() => {
  "use strict";
  const form = document.querySelector("form[data-import]");
  if (!form) return;
  form.addEventListener("submit", (event) => {
    const chosen = form.querySelector("input[type=file]");
    if (!chosen.files.length) return;
    event.preventDefault();
    const shown = form.querySelector("[data-progress]");
    const bar = shown.querySelector("progress");
    const button = form.querySelector("button");
    shown.hidden = false;
    button.disabled = true;
    const request = new XMLHttpRequest();
    request.open("POST", form.action);
    request.upload.addEventListener("progress", (sent) => {
      if (sent.lengthComputable) bar.value = (100 * sent.loaded) / sent.total;
    });
    request.upload.addEventListener("load", () => {
      bar.removeAttribute("value");
      shown.querySelector("[data-sending]").hidden = true;
      shown.querySelector("[data-reading]").hidden = false;
    });
    request.addEventListener("load", () => {
      if (request.status < 400) {
        location.assign(request.responseURL);
        return;
      }
      // What is wrong is on the page that came back.
      const page = new DOMParser().parseFromString(request.responseText, "text/html");
      document.querySelector("main").replaceWith(page.querySelector("main"));
      document.querySelector(".problems")?.focus();
    });
    request.addEventListener("error", () => form.submit());
    request.send(new FormData(form));
  });
})();
