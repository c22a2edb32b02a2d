// The answers of the cluster: each as a table, with the text that it was read from.

import { badge, folded, h, prose, scrolled } from "./element.js";
import { counted } from "./words.js";

// Records that are drawn at first, and with each further step.
const ROWS = 200;

function isShort(answer) {
  return answer.status !== "complete" && answer.status !== "empty";
}

function valueOf(value) {
  if (value === null) return "";
  return Array.isArray(value) ? value.join(", ") : value;
}

function table(answer) {
  const { columns = [], rows = [], unknown_columns: unknown = [] } = answer;
  if (rows.length === 0) return [];
  const head = (name) => h("th", { scope: "col" }, name, unknown.includes(name) ? h("span", { class: "note" }, " unknown column") : null);
  const body = h("tbody");
  const more = h("button", { type: "button" });
  let drawn = 0;
  const draw = () => {
    const next = rows.slice(drawn, drawn + (drawn === 0 ? ROWS : 10 * ROWS));
    body.append(...next.map((row) => h("tr", {}, row.map((value) => h("td", {}, valueOf(value))))));
    drawn += next.length;
    more.hidden = drawn >= rows.length;
    more.textContent = `show more of ${counted(rows.length, "record")}`;
  };
  more.addEventListener("click", draw);
  draw();
  const drawnTable = h("table", {}, h("thead", {}, h("tr", {}, columns.map(head))), body);
  return [scrolled(`records of ${answer.command}`, drawnTable), more];
}

// The text with all that findings mark in it.
function text(answer, marks) {
  const lines = answer.text.split("\n");
  const last = answer.line + lines.length - 1;
  const own = marks.filter((mark) => mark.source === answer.source && mark.line >= answer.line && mark.line <= last);
  own.sort((one, other) => one.line - other.line || one.column - other.column);
  const parts = [];
  let plain = [];
  const byLine = Map.groupBy ? Map.groupBy(own, (mark) => mark.line) : grouped(own);
  lines.forEach((line, at) => {
    const here = byLine.get(answer.line + at);
    const end = at === lines.length - 1 ? "" : "\n";
    if (here === undefined) {
      plain.push(line + end);
      return;
    }
    parts.push(plain.join(""));
    plain = [];
    const signs = [...line];
    let from = 0;
    here.forEach((mark) => {
      const start = Math.max(from, mark.column - 1);
      const behind = Math.max(start, mark.column - 1 + mark.length);
      parts.push(signs.slice(from, start).join(""));
      const shown = signs.slice(start, behind).join("");
      if (shown !== "") parts.push(h("mark", { data: { line: mark.line, column: mark.column } }, shown));
      from = Math.max(from, behind);
    });
    parts.push(signs.slice(from).join("") + end);
  });
  parts.push(plain.join(""));
  const numbers = lines.map((_, at) => answer.line + at).join("\n");
  return scrolled(`text of ${answer.command}`, h("div", { class: "numbered" },
    h("pre", { class: "number", "aria-hidden": "true" }, numbers), h("pre", {}, parts)));
}

function grouped(marks) {
  const all = new Map();
  marks.forEach((mark) => all.set(mark.line, [...(all.get(mark.line) ?? []), mark]));
  return all;
}

// One answer; `marks` are those of all findings of the target.
function drawnAnswer(answer, marks) {
  const place = answer.line === 0 ? "" : ` ${answer.source}:${answer.line}`;
  const why = answer.why ? [" ", h("span", { class: "why" }, prose(answer.why))] : [];
  const read = isShort(answer) && answer.records === 0 ? "" : ` ${counted(answer.records, "record")}`;
  const word = badge(isShort(answer) ? "unknown" : "pass", answer.status);
  const summary = [word, " ", h("code", {}, answer.command), h("span", { class: "faint" }, place, read), ...why];
  if (answer.text === undefined) return h("p", { class: "answer" }, summary);
  const details = folded(summary, () => {
    const typed = answer.typed && answer.typed !== answer.command ? [h("p", { class: "faint" }, "typed: ", h("code", {}, answer.typed))] : [];
    return [...typed, ...table(answer), h("p", { class: "label" }, `ONTAP's own text, from ${answer.source}:${answer.line} on`), text(answer, marks)];
  }, { class: "answer" });
  details.answer = answer;
  return details;
}

// The answers of a target, those that are not complete first named.
export function answersOf(target) {
  const marks = target.outcomes.filter((one) => one.verdict === "fail" || one.verdict === "unknown").flatMap((one) => one.evidence);
  const further = target.further_answers ?? [];
  const drawn = target.answers.map((answer) => drawnAnswer(answer, marks));
  const short = target.answers.filter(isShort).length;
  const told = short === 0 ? "" : `, ${short} not complete`;
  const parts = [h("h3", {}, `Answers: ${counted(target.answers.length, "command")}${told}`), ...drawn];
  if (further.length > 0) {
    parts.push(h("h4", {}, "Answers that no table describes, and no rule reads"), ...further.map((answer) => drawnAnswer(answer, [])));
  }
  return h("section", { class: "answers" }, parts);
}

// Opens the answer in which a place stands, and shows it there.
export function showPlace(section, mark) {
  const holds = ({ answer }) => answer && answer.source === mark.source && answer.line <= mark.line
    && mark.line < answer.line + answer.text.split("\n").length;
  const details = [...section.querySelectorAll("details.answer")].find(holds);
  if (details === undefined) return;
  details.open = true;
  details.fill();
  const found = details.querySelector(`mark[data-line="${mark.line}"][data-column="${mark.column}"]`);
  (found ?? details).scrollIntoView({ block: "center", inline: "nearest" });
  details.querySelector("summary").focus({ preventScroll: true });
}
