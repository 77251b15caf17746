"use strict";
const data = JSON.parse(document.getElementById("data").textContent);
const map = document.getElementById("map");
const boxes = [...map.querySelectorAll(".factor")];
const lines = [...map.querySelectorAll(".link")];
const told = document.getElementById("told");
const field = document.getElementById("search");
const heard = document.getElementById("heard");
const whole = map.getAttribute("viewBox").split(" ").map(Number);
let view = whole.slice();
const readable = 1.4; // units of the map for a pixel at which words can be read

// The view: a part of the map, as wide as the window is.
function show(next) {
  const [x, y, wide, high] = next;
  const least = 120, most = Math.max(whole[2], whole[3]) * 4;
  if (wide < least || wide > most) return;
  view = [x, y, wide, high];
  map.setAttribute("viewBox", view.join(" "));
}
function scale() {
  const place = map.getBoundingClientRect();
  return Math.max(view[2] / place.width, view[3] / place.height);
}
function zoom(by, at) {
  const place = map.getBoundingClientRect();
  const one = scale();
  const middle = [view[0] + view[2] / 2, view[1] + view[3] / 2];
  const point = at
    ? [middle[0] + (at.x - place.left - place.width / 2) * one, middle[1] + (at.y - place.top - place.height / 2) * one]
    : middle;
  const wide = view[2] * by, high = view[3] * by;
  show([point[0] - (point[0] - view[0]) * by, point[1] - (point[1] - view[1]) * by, wide, high]);
}
function pan(dx, dy) {
  const one = scale();
  show([view[0] - dx * one, view[1] - dy * one, view[2], view[3]]);
}
function bring(number, near) {
  const { x, y } = data.factors[number];
  const place = map.getBoundingClientRect();
  if (near && scale() > readable) {
    show([x - place.width * readable / 2, y - place.height * readable / 2, place.width * readable, place.height * readable]);
    return;
  }
  const one = scale();
  const wide = place.width * one / 2 - 120, high = place.height * one / 2 - 60;
  const middle = [view[0] + view[2] / 2, view[1] + view[3] / 2];
  if (Math.abs(x - middle[0]) > wide || Math.abs(y - middle[1]) > high) show([x - view[2] / 2, y - view[3] / 2, view[2], view[3]]);
}

// Trace: what leads to a factor, and what it leads to.
function follow(start, side) {
  const met = new Set(), waiting = [start];
  while (waiting.length) {
    for (const next of data.factors[waiting.pop()][side]) {
      if (!met.has(next)) { met.add(next); waiting.push(next); }
    }
  }
  return met;
}
let chosen = -1;
function trace(number, focus, near) {
  chosen = number;
  const up = follow(number, "causes"), down = follow(number, "effects");
  const lit = new Set([...up, ...down, number]);
  map.classList.add("tracing");
  boxes.forEach((box, at) => {
    box.classList.toggle("lit", lit.has(at));
    box.classList.toggle("chosen", at === number);
    box.setAttribute("tabindex", at === number ? "0" : "-1");
    box.setAttribute("aria-pressed", String(at === number));
  });
  lines.forEach((line) => {
    const [cause, effect] = [Number(line.dataset.c), Number(line.dataset.e)];
    const above = (up.has(cause) || cause === number) && (up.has(effect) || effect === number);
    const below = (down.has(cause) || cause === number) && (down.has(effect) || effect === number);
    line.classList.toggle("lit", above || below);
  });
  tell(number, up.size, down.size);
  bring(number, near);
  if (focus) boxes[number].focus({ preventScroll: true });
  history.replaceState(null, "", "#trace=" + (number + 1));
}
function leave() {
  chosen = -1;
  map.classList.remove("tracing");
  for (const each of [...boxes, ...lines]) each.classList.remove("lit", "chosen");
  boxes.forEach((box) => box.setAttribute("aria-pressed", "false"));
  told.hidden = true;
  history.replaceState(null, "", location.pathname + location.search);
}
function element(name, words) {
  const made = document.createElement(name);
  if (words) made.textContent = words;
  return made;
}
function tell(number, up, down) {
  const one = data.factors[number];
  told.replaceChildren(element("h3", one.label), element("p", one.place));
  for (const words of one.told) told.append(element("p", words));
  for (const [head, numbers] of [["Caused by", one.causes], ["Leads to", one.effects]]) {
    if (!numbers.length) continue;
    const list = element("ul");
    for (const at of numbers) {
      const row = element("li"), button = element("button", data.factors[at].label);
      button.addEventListener("click", () => trace(at, true));
      row.append(button);
      list.append(row);
    }
    told.append(element("strong", head), list);
  }
  told.hidden = false;
  heard.textContent = `${one.label}: ${one.place}. ${up} upstream, ${down} downstream.`;
}

// Search: every word somewhere in the label.
function folded(words) {
  return words.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}
let found = [], at = 0;
function search(words) {
  const wanted = folded(words).split(/\s+/).filter(Boolean);
  found = [];
  boxes.forEach((box, number) => {
    const label = folded(data.factors[number].label);
    const fits = wanted.length > 0 && wanted.every((word) => label.includes(word));
    box.classList.toggle("found", fits);
    if (fits) found.push(number);
  });
  at = 0;
  document.getElementById("count").textContent = wanted.length
    ? `${found.length} ${found.length === 1 ? "factor" : "factors"} found${found.length ? ": Enter goes to the next" : ""}` : "";
  if (found.length) bring(found[0], true);
}
field.addEventListener("input", () => search(field.value));
field.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && found.length) {
    event.preventDefault();
    trace(found[at % found.length], false, true);
    at += 1;
  } else if (event.key === "Escape") {
    field.value = "";
    search("");
    leave();
  }
});

// Hands: pointers, wheel, keys.
const held = new Map();
let moved = 0;
map.addEventListener("pointerdown", (event) => {
  held.set(event.pointerId, event);
  moved = 0;
});
map.addEventListener("pointermove", (event) => {
  const before = held.get(event.pointerId);
  if (!before) return;
  const others = [...held.values()].filter((each) => each.pointerId !== event.pointerId);
  if (others.length) {
    const [other] = others;
    const far = (one) => Math.hypot(one.clientX - other.clientX, one.clientY - other.clientY) || 1;
    zoom(far(before) / far(event), { x: (event.clientX + other.clientX) / 2, y: (event.clientY + other.clientY) / 2 });
  } else {
    const [dx, dy] = [event.clientX - before.clientX, event.clientY - before.clientY];
    moved += Math.abs(dx) + Math.abs(dy);
    if (moved > 6) {
      map.classList.add("held");
      map.setPointerCapture(event.pointerId);
      pan(dx, dy);
    }
  }
  held.set(event.pointerId, event);
});
for (const name of ["pointerup", "pointercancel"]) {
  map.addEventListener(name, (event) => {
    held.delete(event.pointerId);
    map.classList.remove("held");
  });
}
map.addEventListener("click", (event) => {
  if (moved > 6) return;
  const box = event.target.closest(".factor");
  if (box) trace(boxes.indexOf(box), true);
  else leave();
});
map.addEventListener("wheel", (event) => {
  event.preventDefault();
  zoom(Math.exp(Math.max(-60, Math.min(60, event.deltaY)) / 240), { x: event.clientX, y: event.clientY });
}, { passive: false });
function neighbour(number, key) {
  const one = data.factors[number];
  if (key === "ArrowLeft") return one.causes[0];
  if (key === "ArrowRight") return one.effects[0];
  const way = key === "ArrowDown" ? 1 : -1;
  const cost = (each) => Math.abs(each.x - one.x) * 2 + Math.abs(each.y - one.y);
  const beside = data.factors.map((each, n) => [each, n]).filter(([each, n]) => n !== number && (each.y - one.y) * way > 0);
  beside.sort((a, b) => cost(a[0]) - cost(b[0]));
  return beside.length ? beside[0][1] : undefined;
}
map.addEventListener("keydown", (event) => {
  const box = event.target.closest(".factor");
  const number = box ? boxes.indexOf(box) : -1;
  if (event.key.startsWith("Arrow") && number >= 0) {
    const next = neighbour(number, event.key);
    if (next !== undefined) trace(next, true);
  } else if (number >= 0 && (event.key === "Enter" || event.key === " ")) trace(number, true);
  else return;
  event.preventDefault();
});
document.addEventListener("keydown", (event) => {
  if (event.target === field || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "/") field.focus();
  else if (event.key === "+" || event.key === "=") zoom(0.8);
  else if (event.key === "-") zoom(1.25);
  else if (event.key === "0") show(whole);
  else if (event.key === "Escape") leave();
  else return;
  event.preventDefault();
});
const act = { in: () => zoom(0.8), out: () => zoom(1.25), fit: () => show(whole), theme: () => {
  const dark = getComputedStyle(document.documentElement).getPropertyValue("--is-dark").trim() === "1";
  document.documentElement.dataset.theme = dark ? "light" : "dark";
} };
for (const button of document.querySelectorAll("[data-act]")) button.addEventListener("click", () => act[button.dataset.act]());
for (const button of document.querySelectorAll("[data-n]")) {
  button.addEventListener("click", (event) => {
    event.preventDefault();
    trace(Number(button.dataset.n), false, window.innerWidth <= 800);
  });
}

// A link to the page may say what to look at.
function from_address() {
  const words = new URLSearchParams(location.hash.slice(1));
  if (words.has("q")) {
    field.value = words.get("q");
    search(field.value);
  }
  const number = Number(words.get("trace")) - 1;
  if (Number.isInteger(number) && number >= 0 && number < boxes.length && number !== chosen) trace(number, false, window.innerWidth <= 800);
}
if (boxes.length) boxes[0].setAttribute("tabindex", "0");
window.addEventListener("hashchange", from_address);
from_address();
document.documentElement.dataset.ready = "yes";
