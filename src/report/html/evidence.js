// ONTAP's own rows, the decisive cells marked.

import { h, scrolled } from "./element.js";

// Places that are drawn at first.
const SHOWN = 6;
const SEPARATOR = /\|~\d+~\|/;

export function placeOf(mark) {
  return `${mark.source}:${mark.line}:${mark.column}`;
}

// The evidence by the tables in which it stands.
function tables(marks) {
  const all = new Map();
  marks.forEach((mark) => {
    const key = JSON.stringify([mark.source, mark.heading ?? []]);
    all.set(key, [...(all.get(key) ?? []), mark]);
  });
  return [...all.values()];
}

// Each place once.
export function distinctMarks(outcomes) {
  const all = new Map();
  outcomes.flatMap((one) => one.evidence).forEach((mark) => {
    const key = JSON.stringify([mark.source, mark.line, mark.column, mark.length, mark.note]);
    if (!all.has(key)) all.set(key, mark);
  });
  return [...all.values()];
}

// The row with its marked cells. Columns count characters, as ONTAP's text has them.
function marked(row, marks) {
  const signs = [...row];
  const parts = [];
  let from = 0;
  marks.forEach((mark) => {
    const start = Math.max(from, mark.column - 1);
    const end = Math.max(start, mark.column - 1 + mark.length);
    parts.push(signs.slice(from, start).join(""));
    // What is missing has no sign of its own.
    parts.push(h("mark", {}, signs.slice(start, end).join("") || "\u2007"));
    from = Math.max(from, end);
  });
  return [...parts, signs.slice(from).join("")];
}

function rowOf(mark) {
  return mark.row ?? " ".repeat(Math.max(0, Math.min(mark.column, 200) - 1)) + mark.text;
}

function byPlace(marks) {
  return [...marks].sort((one, other) => one.line - other.line || one.column - other.column);
}

// The rows as they were printed: number, text; below each row what is to be said of its cells.
function lines(marks) {
  const sorted = byPlace(marks);
  const digits = String(sorted[sorted.length - 1].line).length;
  const number = (text) => h("span", { class: "number" }, `${String(text).padStart(digits)} `);
  const all = (sorted[0].heading ?? []).map(([line, text]) => ({ line, parts: [text] }));
  const rows = new Map();
  sorted.forEach((mark) => rows.set(mark.line, [...(rows.get(mark.line) ?? []), mark]));
  rows.forEach((own, line) => {
    all.push({ line, parts: marked(rowOf(own[0]), own) });
    own.filter((mark) => mark.note).forEach((mark) => {
      all.push({ note: " ".repeat(Math.max(0, mark.column - 1)), text: mark.note });
    });
  });
  let last = 0;
  return all.map(({ line, parts, note, text }) => {
    if (line === undefined) return [number(""), note, h("span", { class: "note" }, `^ ${text}`), "\n"];
    const gap = last > 0 && line > last + 1 ? [number(""), h("span", { class: "gap" }, "..."), "\n"] : [];
    last = line;
    return [gap, number(line), parts, "\n"];
  });
}

function cells(line, separator) {
  let start = 0;
  const all = line.split(separator).map((text) => {
    const inner = /^"(.*)"$/s.exec(text);
    const cell = { text: inner ? inner[1] : text, start: start + (inner ? 1 : 0) };
    start += [...text].length + separator.length;
    return cell;
  });
  if (all[all.length - 1].text === "") all.pop();
  return all;
}

// What a live session parts by separators, as the table that people would have seen; nothing where its lines do not fit.
function separated(marks) {
  const sorted = byPlace(marks);
  const heading = sorted[0].heading ?? [];
  const separator = SEPARATOR.exec(heading[0]?.[1] ?? "")?.[0];
  if (separator === undefined) return null;
  const head = heading.map(([, text]) => cells(text, separator));
  const rows = sorted.map((mark) => cells(rowOf(mark), separator));
  if ([...head, ...rows].some((row) => row.length !== head[0].length)) return null;
  const within = (cell, next, mark) =>
    mark.column - 1 < (next?.start ?? Infinity) - separator.length && mark.column - 1 + Math.max(1, mark.length) > cell.start;
  const names = head[head.length - 1];
  const row = (mark, own) => h("tr", {}, h("th", { scope: "row", class: "number" }, mark.line), own.map((cell, at) => {
    const isMarked = within(cell, own[at + 1], mark);
    const note = isMarked && mark.note ? h("span", { class: "note" }, mark.note) : null;
    return h("td", {}, isMarked ? h("mark", {}, cell.text || "\u2007") : cell.text, note);
  }));
  const body = sorted.map((mark, at) => row(mark, rows[at]));
  return h("table", {}, h("thead", {}, h("tr", {}, h("th", { scope: "col" }, "line"), names.map((cell) => h("th", { scope: "col" }, cell.text)))),
    h("tbody", {}, body));
}

// One picture for each table; `show` leads to the answer in which a place stands.
function drawnTables(marks, show) {
  return tables(marks).map((own) => {
    const place = placeOf(own[0]);
    const link = h("button", { type: "button", class: "place", title: "show the answer", on: { click: () => show(own[0]) } }, place);
    const drawn = separated(own) ?? h("pre", {}, lines(own));
    return h("figure", { class: "seen" }, h("figcaption", {}, link), scrolled(`ONTAP's rows at ${place}`, drawn));
  });
}

// The first places, and the others when they are wanted.
export function pictures(marks, show) {
  const first = drawnTables(marks.slice(0, SHOWN), show);
  if (marks.length <= SHOWN) return first;
  const box = h("div", { class: "places" }, first);
  const all = () => {
    box.replaceChildren(...drawnTables(marks, show));
    box.querySelector(".place").focus();
  };
  box.append(h("button", { type: "button", class: "more", on: { click: all } }, `and ${marks.length - SHOWN} more places`));
  return [box];
}

// Where rows are wider than the page, what is marked comes into view with them.
export const watching = globalThis.IntersectionObserver && new IntersectionObserver((entries) => {
  entries.filter((entry) => entry.isIntersecting).forEach(({ target }) => {
    watching.unobserve(target);
    const box = target.querySelector(".scroll");
    const mark = target.querySelector("mark");
    if (box === null || mark === null || box.scrollWidth <= box.clientWidth) return;
    const behind = mark.getBoundingClientRect().right - box.getBoundingClientRect().left;
    if (behind > box.clientWidth - 8) box.scrollLeft = behind - box.clientWidth / 2;
  });
});
