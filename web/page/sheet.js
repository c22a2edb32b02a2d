// The text with the cells that findings point at. What is pasted stays in its box, with the marks behind its letters; other texts are
// shown, as much of them as is in view.

import { h } from "../../src/report/html/element.js";
import { seen } from "../../src/report/html/words.js";

// Pixels of a line, as the style sheet has it.
const HEIGHT = 20;
// Lines that are drawn above and below those in view.
const MARGIN = 4;
// Findings of one cell that are told in full.
const TOLD = 3;

// The marks of all outcomes that need attention, by source.
export function marksOf(report) {
  const all = new Map();
  report.targets.forEach((target) => target.outcomes.filter(({ verdict }) => verdict === "fail" || verdict === "unknown").forEach((outcome) => {
    outcome.evidence.filter(({ line }) => line > 0).forEach((mark) => {
      const own = all.get(mark.source) ?? new Map();
      const key = `${mark.line}:${mark.column}:${mark.length}`;
      const known = own.get(key) ?? { ...mark, verdict: outcome.verdict, findings: [] };
      if (outcome.verdict === "fail") known.verdict = "fail";
      known.findings.push({ outcome, note: mark.note });
      own.set(key, known);
      all.set(mark.source, own);
    });
  }));
  const order = (one, other) => one.line - other.line || one.column - other.column;
  return new Map([...all].map(([source, own]) => [source, [...own.values()].sort(order)]));
}

function toldOf({ findings }) {
  const words = findings.slice(0, TOLD).map(({ outcome, note }) => `${outcome.verdict} ${outcome.severity} ${outcome.rule}: ${note || outcome.message}`);
  const more = findings.length > TOLD ? [`and ${findings.length - TOLD} more`] : [];
  return [...words, ...more].join("; ");
}

// A line with its marks.
function painted(line, marks, current) {
  if (marks === undefined) return [`${line}\n`];
  const signs = [...line];
  const parts = [];
  let from = 0;
  marks.forEach((mark) => {
    const start = Math.max(from, mark.column - 1);
    const end = Math.max(start, mark.column - 1 + mark.length);
    parts.push(signs.slice(from, start).join(""));
    const text = signs.slice(start, end).join("");
    if (text !== "") parts.push(h("mark", { data: { verdict: mark.verdict, at: mark.at, ...(mark === current ? { current: "true" } : {}) } }, text));
    from = Math.max(from, end);
  });
  return [...parts, `${signs.slice(from).join("")}\n`];
}

export class Sheet {
  // `places`: the elements by name; `text`: gives that of a source; `finding`: leads to one.
  constructor(places, text, finding) {
    Object.assign(this, places, { text, finding });
    this.marks = new Map();
    this.own = [];
    this.name = "";
    this.lines = [];
    this.redraw = () => { this.isWaiting ||= requestAnimationFrame(() => { this.isWaiting = 0; this.draw(); }); };
    this.paste.addEventListener("scroll", this.redraw);
    this.reader.addEventListener("scroll", this.redraw);
    new ResizeObserver(() => { this.keep(); this.redraw(); }).observe(this.sheet);
    ["click", "keyup"].forEach((event) => this.paste.addEventListener(event, () => this.atCaret()));
    this.reader.addEventListener("click", ({ target }) => {
      const at = target.closest?.("mark")?.dataset.at;
      if (at !== undefined) this.choose(this.own[Number(at)]);
    });
    this.before.addEventListener("click", () => this.step(-1));
    this.behind.addEventListener("click", () => this.step(1));
    this.toFinding.addEventListener("click", () => this.finding(this.current.findings[0].outcome));
    this.source.addEventListener("change", () => this.turn(this.source.value));
  }

  get isPaste() {
    return this.name === "" || this.name === "paste";
  }

  // What was judged: the texts that there are, and what is marked in them.
  async show(sources, marks) {
    this.marks = marks;
    const names = sources.map(({ name }) => name).filter((name) => name !== "paste");
    const option = (name) => h("option", { value: name }, name);
    const wanted = names.includes(this.name) ? this.name : "paste";
    this.source.replaceChildren(h("option", { value: "paste" }, "what is pasted"), ...names.map(option));
    this.which.hidden = names.length === 0;
    const isFirst = this.paste.value === "" && wanted === "paste" && names.length > 0;
    await this.turn(isFirst ? names.find((name) => marks.has(name)) ?? names[0] : wanted);
  }

  // Shows another text.
  async turn(name) {
    this.name = name;
    this.source.value = name;
    this.paste.hidden = !this.isPaste;
    this.back.parentElement.hidden = !this.isPaste;
    this.reader.hidden = this.isPaste;
    this.more.hidden = this.isPaste;
    if (!this.isPaste) {
      const text = await this.text(name);
      if (this.name !== name) return;
      this.reader.setAttribute("aria-label", `The text ${name}`);
      this.lines = (text ?? "").split("\n");
      this.room.style.height = `${this.lines.length * HEIGHT}px`;
    }
    this.mark();
  }

  // Takes the marks of the text that is shown.
  mark() {
    if (this.isPaste) this.lines = this.paste.value.split("\n");
    const all = this.marks.get(this.isPaste ? "paste" : this.name) ?? [];
    // Whoever typed on meanwhile has other words there.
    this.own = all.filter((mark) => mark.length > 0 && [...(this.lines[mark.line - 1] ?? "")].slice(mark.column - 1, mark.column - 1 + mark.length).join("") === mark.text);
    this.own.forEach((mark, at) => { mark.at = at; });
    this.byLine = new Map();
    this.own.forEach((mark) => this.byLine.set(mark.line, [...(this.byLine.get(mark.line) ?? []), mark]));
    this.current = undefined;
    this.tell();
    this.draw();
  }

  // The lines in view.
  draw() {
    const box = this.isPaste ? this.paste : this.reader;
    const from = Math.max(0, Math.floor(box.scrollTop / HEIGHT) - MARGIN);
    const to = Math.ceil((box.scrollTop + box.clientHeight) / HEIGHT) + MARGIN;
    const drawn = this.lines.slice(from, to).flatMap((line, at) => painted(seen(line), this.byLine?.get(from + at + 1), this.current));
    if (this.isPaste) {
      this.back.replaceChildren(...drawn);
      this.back.style.transform = `translate(${-box.scrollLeft}px, ${from * HEIGHT - box.scrollTop}px)`;
      return;
    }
    this.rows.replaceChildren(...drawn);
    this.rows.style.transform = `translateY(${from * HEIGHT}px)`;
  }

  tell() {
    const { current, own } = this;
    this.bar.hidden = own.length === 0;
    const count = own.length === 1 ? "1 marked cell" : `${own.length} marked cells`;
    this.told.textContent = seen(current === undefined ? count : `${current.at + 1} of ${count}: ${toldOf(current)}`);
    this.toFinding.hidden = current === undefined;
  }

  step(by) {
    const { own, current } = this;
    if (own.length === 0) return;
    const at = current === undefined ? (by > 0 ? 0 : own.length - 1) : (current.at + by + own.length) % own.length;
    this.choose(own[at]);
  }

  // What was in view stays there, whatever opens beside it.
  keep() {
    if (this.current !== undefined) this.bring(this.current);
  }

  bring(mark) {
    const box = this.isPaste ? this.paste : this.reader;
    const top = (mark.line - 1) * HEIGHT;
    if (top < box.scrollTop || top + HEIGHT > box.scrollTop + box.clientHeight) box.scrollTop = Math.max(0, top - box.clientHeight / 2);
    return box;
  }

  // Brings a marked cell into view.
  choose(mark) {
    this.current = mark;
    const box = this.bring(mark);
    this.draw();
    const shown = (this.isPaste ? this.back : this.rows).querySelector("mark[data-current]");
    if (shown !== null) {
      const left = shown.offsetLeft;
      if (left < box.scrollLeft || left + shown.offsetWidth > box.scrollLeft + box.clientWidth) box.scrollLeft = Math.max(0, left - box.clientWidth / 3);
    }
    this.tell();
    this.draw();
  }

  // Where the caret stands in a marked cell, that one is told.
  atCaret() {
    const { selectionStart: start, selectionEnd: end, value } = this.paste;
    if (start !== end || this.own.length === 0) return;
    const above = value.slice(0, start).split("\n");
    const column = [...above[above.length - 1]].length + 1;
    const found = this.byLine.get(above.length)?.find((mark) => column >= mark.column && column <= mark.column + mark.length);
    if (found === this.current) return;
    this.current = found;
    this.tell();
    this.draw();
  }

  // Leads to the cell of a finding.
  async go(place) {
    await this.turn(place.source);
    const found = this.own.find(({ line, column }) => line === place.line && column === place.column);
    const box = this.isPaste ? this.paste : this.reader;
    box.scrollIntoView({ block: "nearest" });
    box.focus({ preventScroll: true });
    if (found === undefined) box.scrollTop = Math.max(0, (place.line - 1) * HEIGHT - box.clientHeight / 2);
    else this.choose(found);
  }
}
