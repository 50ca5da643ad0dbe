// Search and filter for the ledger. The page is complete without it.
"use strict";

(function () {
  const form = document.querySelector("form.filter");
  const table = document.querySelector("table.ledger");
  if (!form || !table) return;

  const names = ["arithmetic", "fidelity", "evidence"];
  const bodies = Array.from(table.tBodies);
  const claims = [];
  for (const body of bodies) {
    for (const row of body.rows) {
      if (row.id) claims.push({ row, body, text: plain(row.textContent + " " + row.id) });
    }
  }
  const status = form.querySelector("[role=status]");

  // Accents and dashes must not keep a reader from finding a word.
  function plain(text) {
    return text.normalize("NFD").replace(/\p{M}/gu, "").replace(/[\u2010-\u2015\u2212]/g, "-").toLowerCase();
  }

  function show() {
    const words = plain(form.elements.q.value).split(/\s+/).filter(Boolean);
    const section = form.elements.section.value;
    const wanted = names.map((name) => form.elements[name].value);
    const seen = new Map(bodies.map((body) => [body, 0]));
    let shown = 0;
    for (const { row, body, text } of claims) {
      const fits =
        (!section || body.id === section) &&
        wanted.every((word, i) => !word || row.cells[3 + i].textContent === word) &&
        words.every((word) => text.includes(word));
      row.hidden = !fits;
      if (fits) {
        shown += 1;
        seen.set(body, seen.get(body) + 1);
      }
    }
    for (const [body, count] of seen) body.hidden = !count;
    status.textContent = status.dataset.words.replace("{n}", shown).replace("{all}", claims.length);
  }

  function fromAddress() {
    for (const [name, value] of new URLSearchParams(location.search)) {
      if (form.elements[name]) form.elements[name].value = value;
    }
    show();
  }

  function openTarget() {
    const row = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const details = row && row.querySelector("details");
    if (!details) return;
    row.hidden = row.parentElement.hidden = false;
    details.open = true;
    row.scrollIntoView({ block: "center" });
  }

  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", show);
  form.addEventListener("reset", () => setTimeout(show));
  form.elements.open.addEventListener("click", () => {
    for (const { row, body } of claims) {
      if (!row.hidden && !body.hidden) row.querySelector("details").open = true;
    }
  });
  addEventListener("hashchange", openTarget);
  // A browser that goes back fills the fields in again after the page is there.
  addEventListener("pageshow", () => { fromAddress(); openTarget(); });
  form.hidden = false;
  fromAddress();
})();
