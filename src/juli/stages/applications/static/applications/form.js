// The form saves itself while it is being filled in. Without this file its button saves; nothing else changes.
//
// What is typed is kept on this machine until the server has confirmed it: a lost connection, a closed browser or a
// stopped server lose nothing. Whoever comes back finds it, and it is sent with the version of the section it was typed
// on, so that the server sees whether somebody saved another text meanwhile.
(() => {
  "use strict";
  const form = document.getElementById("section");
  if (!form || form.querySelector("fieldset.all")?.disabled) return;
  const PAUSE = 900, BEAT = 25000, AGAIN = 4000;
  const words = form.dataset;
  const key = `${words.key}:${words.user}`;
  const said = document.getElementById("saved");
  const token = form.querySelector("[name=csrfmiddlewaretoken]").value;
  let timer = 0, sending = false, dirty = false;

  const tell = (state, text) => { said.dataset.state = state; said.textContent = text; };
  const store = {
    put() {
      const data = new URLSearchParams();
      for (const [name, value] of new FormData(form)) if (typeof value === "string" && name !== "csrfmiddlewaretoken") data.append(name, value);
      try { localStorage.setItem(key, JSON.stringify({ at: Date.now(), data: data.toString() })); } catch { /* A full store: the server has to do. */ }
    },
    get() { try { return JSON.parse(localStorage.getItem(key) || "null"); } catch { return null; } },
    drop() { try { localStorage.removeItem(key); } catch { /* Nothing was kept. */ } },
  };

  const wrong = (found) => {
    for (const place of form.querySelectorAll("[data-wrong]")) {
      const reason = found[place.dataset.wrong] || "";
      const control = form.elements[place.dataset.wrong];
      place.textContent = reason;
      if (control?.setAttribute) reason ? control.setAttribute("aria-invalid", "true") : control.removeAttribute("aria-invalid");
    }
  };
  const show = (answer) => {
    for (const [id, html] of [["steps", answer.steps], ["check", answer.check], ["sums", answer.sums], ["others", answer.others]]) {
      const place = document.getElementById(id);
      if (place) place.innerHTML = html;
    }
    for (const [name, total] of Object.entries(answer.totals)) {
      const place = form.querySelector(`[data-total="${CSS.escape(name)}"]`);
      if (place) place.textContent = total;
    }
    wrong(answer.wrong);
    document.querySelector(".rival")?.remove();
    if (answer.rival) {
      form.insertAdjacentHTML("beforebegin", answer.rival);
      document.querySelector(".rival").focus();
    }
  };

  async function send(more) {
    clearTimeout(timer);
    if (sending) { dirty = true; return; }
    sending = true;
    dirty = false;
    tell("saving", words.saving);
    const body = new FormData(form);
    for (const [name, value] of [...body]) if (typeof value !== "string" && !more) body.delete(name);
    try {
      const response = await fetch(form.action, { method: "POST", body, headers: { Accept: "application/json", "X-CSRFToken": token } });
      if (response.redirected || response.status === 403) {
        // Signed out, or no longer to be written: what is typed stays here until it can be sent.
        store.put();
        tell("refused", words.away);
        return;
      }
      if (!(response.headers.get("Content-Type") || "").includes("json")) throw new TypeError(String(response.status));
      const answer = await response.json();
      if (answer.state === "refused") {
        tell("refused", `${words.refused}: ${answer.reason}`);
      } else {
        if (answer.state === "saved") form.elements.had.value = answer.version;
        if (!dirty) store.drop();
        for (const file of form.querySelectorAll("input[type=file]")) if (more) file.value = "";
        show(answer);
        tell(answer.state, answer.state === "rival" ? words.elsewhere : `${words.saved} ${answer.time}`);
        if (more && answer.state === "saved") location.reload();
      }
    } catch {
      store.put();
      tell("offline", words.offline);
      timer = setTimeout(send, AGAIN);
    } finally {
      sending = false;
      if (dirty) timer = setTimeout(send, PAUSE);
    }
  }
  const later = () => {
    dirty = true;
    store.put();
    clearTimeout(timer);
    timer = setTimeout(send, PAUSE);
  };

  // ---------------------------------------------------------------------------------------------------------- rows
  const fresh = () => Array.from(crypto.getRandomValues(new Uint8Array(4)), (b) => b.toString(16).padStart(2, "0")).join("");
  const count = (table) => table.querySelectorAll("tbody .n").forEach((cell, i) => { cell.textContent = i + 1; });
  const add = (table) => {
    const template = table.querySelector(":scope > template");
    const holder = document.createElement("tbody");
    const id = fresh();
    holder.innerHTML = template.innerHTML.replaceAll("ROW", id);
    const row = holder.firstElementChild;
    row.querySelectorAll("input:not([type=hidden]), textarea").forEach((control) => { control.value = ""; });
    table.querySelector("tbody").append(row);
    count(table);
    return row;
  };
  form.addEventListener("click", (event) => {
    const button = event.target.closest("button[name=act]");
    if (!button) return;
    const [act, name, id] = button.value.split(":");
    const table = form.querySelector(`[data-table="${CSS.escape(name)}"]`);
    const row = id && table?.querySelector(`tr[data-row="${CSS.escape(id)}"]`);
    if (act === "add") {
      add(table).querySelector("input:not([type=hidden]), select, textarea")?.focus();
    } else if (act === "remove" && row) {
      const next = row.nextElementSibling || row.previousElementSibling;
      row.remove();
      (next || table).querySelector("button, input:not([type=hidden])")?.focus();
    } else if (act === "up" && row?.previousElementSibling) {
      row.previousElementSibling.before(row);
      button.focus();
    } else if (act === "down" && row?.nextElementSibling) {
      row.nextElementSibling.after(row);
      button.focus();
    } else if (act !== "up" && act !== "down") {
      // Pasting and settling go through the server, which shows the page anew.
      store.drop();
      return;
    }
    event.preventDefault();
    count(table);
    later();
  });
  // Cells copied in a spreadsheet fill the table from the cell they are pasted into.
  form.addEventListener("paste", (event) => {
    const text = event.clipboardData?.getData("text/plain") || "";
    const cell = event.target.closest(".answers td");
    if (!cell || !/\t|\n./.test(text.trim())) return;
    event.preventDefault();
    const table = cell.closest("[data-table]");
    const first = [...cell.parentElement.children].indexOf(cell);
    let row = cell.parentElement;
    for (const line of text.replace(/\r/g, "").replace(/\n$/, "").split("\n")) {
      row = row || add(table);
      line.split("\t").forEach((value, i) => {
        const controls = row.children[first + i]?.querySelectorAll("input:not([type=hidden], [type=file]), select, textarea") || [];
        if (controls.length === 2) value.split(/[至到~～]/).forEach((end, k) => { if (controls[k]) controls[k].value = end.trim(); });
        else if (controls[0]) {
          const option = controls[0].options && [...controls[0].options].find((o) => o.text === value.trim());
          controls[0].value = option ? option.value : value.trim();
        }
      });
      row = row.nextElementSibling;
    }
    count(table);
    later();
  });

  // ---------------------------------------------------------------------------------------------- typing and saving
  const length = (text) => Array.from(text).filter((c) => c.trim()).length;
  form.addEventListener("input", (event) => {
    if (event.target.type === "file" || event.target.name?.startsWith("paste.")) return;
    const counter = form.querySelector(`[data-count="${CSS.escape(event.target.id)}"]`);
    if (counter) counter.textContent = length(event.target.value);
    later();
  });
  form.addEventListener("change", (event) => { if (event.target.type === "file") send(true); });
  form.addEventListener("submit", (event) => {
    if (event.submitter?.name === "act") return;
    event.preventDefault();
    send();
  });
  addEventListener("online", () => { if (store.get()) send(); });
  // Leaving the page does not wait for the pause.
  addEventListener("pagehide", () => { if (dirty) { store.put(); fetch(form.action, { method: "POST", body: new FormData(form), keepalive: true, headers: { Accept: "application/json", "X-CSRFToken": token } }).catch(() => {}); } });

  // ---------------------------------------------------------------------------------------- what was not confirmed
  const kept = store.get();
  if (kept) {
    const data = new URLSearchParams(kept.data);
    for (const table of form.querySelectorAll("[data-table]")) {
      const ids = data.getAll(`r.${table.dataset.table}`);
      const body = table.querySelector("tbody");
      for (const id of ids) {
        let row = body.querySelector(`tr[data-row="${CSS.escape(id)}"]`);
        if (!row) {
          row = add(table);
          const made = row.dataset.row;
          row.outerHTML = row.outerHTML.replaceAll(made, id);
          row = body.querySelector(`tr[data-row="${CSS.escape(id)}"]`);
        }
        body.append(row);
      }
      for (const row of [...body.children]) if (ids.length && !ids.includes(row.dataset.row)) row.remove();
      count(table);
    }
    for (const [name, value] of data) {
      const control = form.elements[name];
      if (control && "value" in control && !name.startsWith("r.") && control.type !== "file") control.value = value;
    }
    tell("offline", words.restored);
    send();
  }

  // ---------------------------------------------------------------------------------------------------- who is here
  const beat = async () => {
    const body = new URLSearchParams({ section: new URL(form.action).pathname.split("/").filter(Boolean).pop() });
    try {
      const response = await fetch(words.here, { method: "POST", body, headers: { "X-CSRFToken": token } });
      if (response.ok && !response.redirected) document.getElementById("others").innerHTML = (await response.json()).others;
    } catch { /* The line is down; saving says so. */ }
  };
  beat();
  setInterval(beat, BEAT);
})();
