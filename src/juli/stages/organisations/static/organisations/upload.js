// Files in pieces (tus 1.0.0): with progress, several one after the other, and going on where the line broke.
// Without this file the forms send them in one go.
//
// <section data-uploads="…/TAG/" data-files="…">, or without data-files, then the page is read anew at the end;
//   <form class="bring">, a file input, perhaps a field named "tag", and organisations/parts/arriving.html within.
(() => {
  "use strict";
  if (!window.fetch || !window.XMLHttpRequest) return;
  for (const form of document.querySelectorAll("[data-uploads] form.bring")) bring(form);

  function bring(form) {
    const section = form.closest("[data-uploads]");
    const list = form.querySelector(".arriving");
    const words = list.dataset;
    const chooser = form.querySelector("input[type=file]");
    const tagged = form.elements.tag;
    const PIECE = 512 * 1024;
    const FIRST_WAIT = 1000;
    const LONGEST_WAIT = 15000;
    const token = form.querySelector("[name=csrfmiddlewaretoken]").value;
    const waiting = [];
    let busy = false;

    const headers = (more) => ({ "Tus-Resumable": "1.0.0", "X-CSRFToken": token, ...more });
    const base64 = (text) => btoa(String.fromCodePoint(...new TextEncoder().encode(text)));
    const kept = {
      // What the browser remembers, so that the same file chosen after a reload goes on: never the content.
      key: (job) => `juli-upload:${job.to}:${job.file.name}:${job.file.size}:${job.file.lastModified}`,
      get: (job) => { try { return localStorage.getItem(kept.key(job)); } catch { return null; } },
      set: (job, url) => { try { localStorage.setItem(kept.key(job), url); } catch { /* private window */ } },
      drop: (job) => { try { localStorage.removeItem(kept.key(job)); } catch { /* private window */ } },
    };

    class Refused extends Error {}
    class Stopped extends Error {}

    const line = (file) => {
      const item = document.createElement("li");
      const name = document.createElement("span");
      name.className = "name";
      name.textContent = file.name;
      const bar = document.createElement("progress");
      bar.max = file.size || 1;
      bar.value = 0;
      bar.setAttribute("aria-label", file.name);
      const said = document.createElement("span");
      said.className = "said";
      said.setAttribute("role", "status");
      const stop = document.createElement("button");
      stop.type = "button";
      stop.className = "plain";
      stop.textContent = words.stop;
      item.append(name, bar, said, stop);
      list.append(item);
      return { item, bar, said, stop };
    };

    const location = (url) => new URL(url, window.location.href).pathname;

    async function begin(job) {
      const before = kept.get(job);
      if (before) {
        const answer = await fetch(before, { method: "HEAD", headers: headers({}) });
        if (answer.ok) return { url: before, offset: Number(answer.headers.get("Upload-Offset")) };
        kept.drop(job);
      }
      const answer = await fetch(job.to, {
        method: "POST",
        headers: headers({ "Upload-Length": String(job.file.size), "Upload-Metadata": `filename ${base64(job.file.name)}` }),
      });
      await fit(answer);
      const url = location(answer.headers.get("Location"));
      kept.set(job, url);
      return { url, offset: 0 };
    }

    async function fit(answer) {
      if (answer.ok) return answer;
      if (answer.status >= 500 || answer.status === 423 || answer.status === 429) throw new Error(String(answer.status));
      const chinese = document.documentElement.lang.startsWith("zh");
      let why = words.failed;
      try {
        const said = await answer.json();
        why = said.findings.filter((f) => f.refuses).map((f) => (chinese ? f.zh : f.en)).join(" ");
      } catch { /* a plain text */ }
      const refused = new Refused(why);
      refused.status = answer.status;
      throw refused;
    }

    const piece = (job, url, offset) => new Promise((resolve, reject) => {
      // XMLHttpRequest tells how far a piece is; fetch does not.
      const request = new XMLHttpRequest();
      job.request = request;
      request.open("PATCH", url);
      for (const [name, value] of Object.entries(headers({ "Upload-Offset": String(offset), "Content-Type": "application/offset+octet-stream" }))) {
        request.setRequestHeader(name, value);
      }
      request.upload.addEventListener("progress", (event) => { job.shown.bar.value = offset + event.loaded; });
      request.addEventListener("load", () => {
        fit(new Response(request.response || null, { status: request.status === 204 ? 204 : request.status || 500 }))
          .then(() => resolve(Number(request.getResponseHeader("Upload-Offset"))), reject);
      });
      request.addEventListener("error", () => reject(new Error("line")));
      request.addEventListener("timeout", () => reject(new Error("line")));
      request.addEventListener("abort", () => reject(new Stopped()));
      request.timeout = 60000;
      request.send(job.file.slice(offset, offset + PIECE));
    });

    const pause = (ms) => new Promise((resolve) => {
      const timer = setTimeout(done, ms);
      function done() {
        clearTimeout(timer);
        window.removeEventListener("online", done);
        resolve();
      }
      window.addEventListener("online", done);
    });

    async function send(job) {
      let wait = FIRST_WAIT;
      let at = null;
      for (;;) {
        if (job.stopped) throw new Stopped();
        try {
          if (!at) at = await begin(job);
          job.url = at.url;
          job.shown.said.textContent = "";
          while (at.offset < job.file.size) {
            job.shown.bar.value = at.offset;
            at.offset = await piece(job, at.url, at.offset);
            wait = FIRST_WAIT;
          }
          kept.drop(job);
          return;
        } catch (error) {
          if (error instanceof Stopped) throw error;
          if (error instanceof Refused) {
            // Elsewhere than we thought, or gone: ask where it is, or begin anew.
            if (error.status !== 409 && error.status !== 410 && error.status !== 404) { kept.drop(job); throw error; }
            if (job.anew > 3) throw error;
            job.anew = (job.anew || 0) + 1;
            if (error.status !== 409) kept.drop(job);
          }
          job.shown.item.classList.add("paused");
          job.shown.said.textContent = words.paused;
          await pause(wait);
          wait = Math.min(wait * 2, LONGEST_WAIT);
          job.shown.item.classList.remove("paused");
          at = null;
        }
      }
    }

    async function work() {
      if (busy) return;
      busy = true;
      for (let job = waiting.shift(); job; job = waiting.shift()) {
        try {
          await send(job);
          job.shown.bar.value = job.file.size;
          job.shown.said.textContent = words.done;
          job.shown.item.classList.add("done");
          await refresh();
        } catch (error) {
          job.shown.item.classList.add("wrong");
          job.shown.said.textContent = error instanceof Stopped ? words.stopped : error.message || words.failed;
          if (error instanceof Stopped && job.url) {
            kept.drop(job);
            fetch(job.url, { method: "DELETE", headers: headers({}) }).catch(() => {});
          }
        }
        job.shown.stop.remove();
      }
      busy = false;
      // What was refused stays to be read.
      if (!section.dataset.files && !list.querySelector(".wrong")) window.location.reload();
    }

    async function refresh() {
      if (!section.dataset.files) return;
      const answer = await fetch(section.dataset.files).catch(() => null);
      if (!answer || !answer.ok) return;
      const files = document.getElementById("files");
      // Our own page, escaped by the server.
      files.innerHTML = await answer.text();
      if (window.htmx) window.htmx.process(files);
    }

    const enqueue = () => {
      const to = section.dataset.uploads.replace("TAG", (tagged && tagged.value) || "-");
      for (const file of chooser.files) {
        const shown = line(file);
        const job = { file, to, shown };
        shown.stop.addEventListener("click", () => {
          job.stopped = true;
          if (job.request) job.request.abort();
          window.dispatchEvent(new Event("online"));
        });
        waiting.push(job);
      }
      chooser.value = "";
      work();
    };
    // Choosing sends. A button beside it would leave the page, and what is on its way with it.
    for (const button of form.querySelectorAll("button:not([type=button])")) button.remove();
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      enqueue();
    });
    chooser.addEventListener("change", enqueue);
    window.addEventListener("beforeunload", (event) => { if (busy) event.preventDefault(); });
  }
})();
