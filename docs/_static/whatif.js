// Shows the answer under the choices of each menu, where it stands among all, and keeps the choices in the address.
"use strict";

(function () {
  // The name space of SVG as the page has it, so that no address stands here.
  const NS = document.createRange().createContextualFragment("<svg></svg>").firstChild.namespaceURI;
  const locale = document.documentElement.lang || "en";
  const write = (value) => new Intl.NumberFormat(locale, { maximumFractionDigits: 1 }).format(value);

  function node(name, attributes, text) {
    const made = document.createElementNS(NS, name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    if (text !== undefined) made.textContent = text;
    return made;
  }

  // Bars from zero, each with its label and value.
  function bars(series, label) {
    const svg = node("svg", { viewBox: `0 0 640 ${series.length * 24 + 8}`, role: "img", "aria-label": label });
    const most = Math.max(...series.map((pair) => pair[1]), 0) || 1;
    series.forEach(([name, value], i) => {
      const y = i * 24 + 4;
      svg.append(node("text", { x: 150, y: y + 14, "text-anchor": "end" }, name));
      svg.append(node("rect", { x: 158, y, width: Math.max((value / most) * 380, 1), height: 18, class: name === "1937" ? "chosen" : "" }));
      svg.append(node("text", { x: 164 + (value / most) * 380, y: y + 14 }, write(value)));
    });
    return svg;
  }

  // One mark for each answer, those alike above one another; the chosen one larger.
  function strip(values, chosen, label) {
    const low = Math.min(...values, 0), high = Math.max(...values, low + 1), piles = new Map();
    const svg = node("svg", { viewBox: "0 0 640 132", role: "img", "aria-label": label });
    const tallest = Math.max(...values.map((v) => values.filter((w) => Math.round(10 * w) === Math.round(10 * v)).length));
    const step = Math.min(9, 96 / tallest);
    for (const value of [...values].sort((a, b) => a - b)) {
      const key = Math.round(10 * value), n = piles.get(key) || 0;
      piles.set(key, n + 1);
      svg.append(node("circle", { cx: 20 + ((value - low) / (high - low)) * 600, cy: 104 - n * step, r: Math.min(4, step / 2 + 1) }));
    }
    const x = 20 + ((chosen - low) / (high - low)) * 600;
    svg.append(node("path", { d: `M${x} 111l-7 10h14z`, class: "chosen" }));
    svg.append(node("text", { x: 20, y: 130 }, write(low)));
    svg.append(node("text", { x: 620, y: 130, "text-anchor": "end" }, write(high)));
    return svg;
  }

  function paragraph(text) {
    const made = document.createElement("p");
    made.textContent = text;
    return made;
  }

  function start(form) {
    const section = form.parentElement;
    const held = JSON.parse(section.querySelector("script").textContent);
    const place = section.querySelector(".answer");
    const values = Object.values(held.states).map((state) => state[0]);
    const kept = new URLSearchParams(location.hash.slice(1));
    for (const menu of held.menus) {
      const wanted = kept.get(`${held.name}.${menu.name}`);
      if (menu.options.some((option) => option[0] === wanted)) form.elements[menu.name].value = wanted;
    }

    function show() {
      const key = held.menus.map((menu) => form.elements[menu.name].value).join("|");
      const state = held.states[key];
      section.dataset.key = key;
      if (!state) {
        place.replaceChildren(paragraph(held.words.none));
        return;
      }
      const [value, words, series] = state;
      const count = (test) => values.filter(test).length;
      const stands = held.words.stands
        .replace("{value}", write(value)).replace("{n}", values.length)
        .replace("{less}", count((v) => v < value)).replace("{same}", count((v) => v === value) - 1)
        .replace("{more}", count((v) => v > value));
      const all = held.words.all.replace("{measured}", held.measured);
      const shown = [paragraph(words)];
      if (series.length) shown.push(bars(series, `${held.words.series}: ${series.map((p) => `${p[0]} ${write(p[1])}`).join("; ")}`));
      shown.push(paragraph(stands), strip(values, value, stands), paragraph(all));
      place.replaceChildren(...shown);
    }

    form.addEventListener("change", () => {
      const now = new URLSearchParams(location.hash.slice(1));
      for (const menu of held.menus) now.set(`${held.name}.${menu.name}`, form.elements[menu.name].value);
      history.replaceState(null, "", `#${now}`);
      show();
    });
    form.addEventListener("submit", (event) => event.preventDefault());
    show();
  }

  for (const form of document.querySelectorAll("form.whatif")) start(form);
})();
