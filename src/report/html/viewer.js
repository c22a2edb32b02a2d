// Draws a report, the JSON value `ndmp-preflight/report/v1`, into an element. Of the keys that only a page has (rows, texts of
// answers, causes) nothing must be there.

import { answersOf, showPlace } from "./answers.js";
import { Work, badge, command, copyButton, folded, h, prose, scrolled } from "./element.js";
import { Filter } from "./filter.js";
import { Block } from "./finding.js";
import { Finding, alike, blocks } from "./groups.js";
import { nodesOf } from "./nodes.js";
import { about, attested, counted, counts, digest, examined, heading, minute, plan, restsOn, rulesOf, scopeWords, siteBehind, siteTold, spoken, subjectOf, sum, weights } from "./words.js";

// Milliseconds of work before the page is shown for the first time.
const FIRST = 40;

function rows(pairs) {
  return h("dl", { class: "facts" }, pairs.filter(([, value]) => value).map(([label, value]) =>
    h("div", {}, h("dt", {}, label), h("dd", {}, typeof value === "string" ? prose(value) : value))));
}

function names(targets) {
  const given = new Map();
  return targets.map(({ target }) => {
    const key = target.replaceAll(".", "_");
    given.set(key, (given.get(key) ?? 0) + 1);
    return given.get(key) === 1 ? target : `${target} #${given.get(key)}`;
  });
}

// What is told of one target before anything else: what it is, and what is planned.
function known(target) {
  const isRead = target.error === undefined;
  return [
    ["cluster", target.cluster ?? (isRead ? "name not told" : "")],
    ["ONTAP", target.ontap ?? (isRead ? "release unknown" : "")],
    ["scope", isRead && scopeWords(target.scope)],
    ["collected", target.collected !== undefined && minute(target.collected)],
    ...said(target),
  ];
}

// The plan and what was attested: label and text.
function said(target) {
  return [...(target.error === undefined ? plan(target.planned) : []), ...(target.attestations ?? []).map(attested), ["the site's own", siteTold(target.site)]];
}

function rests(target) {
  const [dated, assumed] = restsOn(target);
  if (!dated) return [];
  const list = assumed.length > 0 ? h("ul", {}, assumed.map((text) => h("li", {}, prose(text)))) : null;
  return [["rests on", [dated, list && "; assumed:", list]]];
}

// What stands above all targets.
function opening(report, view) {
  const { targets } = report;
  const isOne = targets.length === 1;
  const failures = weights(targets);
  const left = report.left_out ?? [];
  const facts = [
    ...(isOne ? known(targets[0]) : []),
    ["exit code", [String(report.exit_code), ...(report.because ? [", because ", prose(report.because)] : [])]],
    ["examined", examined(targets)],
    ["left out", left.length > 0 && `${counted(left.length, "rule")} by --select or --ignore: ${left.join(", ")}`],
    ["counts", counts(sum(targets)) + (failures && `; ${failures}`)],
    ...(isOne ? rests(targets[0]) : []),
  ];
  const title = h("h1", {}, "NDMP preflight: ", h("span", { class: "verdict", data: { word: report.verdict } }, spoken(report.verdict)), siteBehind(report.verdict, targets.flatMap((target) => target.site ?? [])));
  return h("header", {}, title, rows(facts), targets.length > 1 ? fleet(report, view) : null);
}

function fleet({ targets }, view) {
  const line = (target, at) => {
    const go = h("button", { type: "button", class: "link", on: { click: () => view.sections[at].go() } }, view.names[at]);
    const told = target.error === undefined ? counts(target.summary) : target.error.split("\n")[0];
    return h("tr", {}, h("th", { scope: "row" }, go), h("td", {}, badge(target.verdict, spoken(target.verdict))), h("td", {}, told));
  };
  const head = ["target", "verdict", "outcomes"].map((name) => h("th", { scope: "col" }, name));
  return h("section", { class: "fleet" }, h("h2", {}, counted(targets.length, "target")),
    scrolled("all targets", h("table", {}, h("thead", {}, h("tr", {}, head)), h("tbody", {}, targets.map(line)))));
}

// One target.
class Section {
  constructor(target, at, view) {
    Object.assign(this, { target, at, view });
    this.findings = view.findings.filter(({ place }) => place === at);
    this.blocks = blocks(this.findings).map((group) => new Block(group, { work: view.work, show: (mark) => this.show(mark) }));
    this.title = h("h2", { tabindex: "-1" }, view.names[at], ": ", badge(target.verdict, spoken(target.verdict)));
    this.element = h("section", { class: "target" }, this.title);
    this.isAlone = view.names.length === 1;
    if (!this.isAlone) this.add(h("p", { class: "faint" }, heading(target)));
    this.tables = [];
    // Pieces of work, in the order in which they stand on the page.
    this.pieces = [() => this.add(this.said(), this.overview(), this.next()), ...this.attention(), () => this.add(this.rest(), this.ending()),
      () => { this.answers = answersOf(target); this.add(this.answers); }];
  }

  add(...parts) {
    this.element.append(...parts.flat(Infinity).filter((part) => part));
  }

  // Comes into view, drawn as far as that.
  go(element = this.title) {
    this.view.work.flush();
    element.scrollIntoView({ block: "start" });
    element.focus({ preventScroll: true });
  }

  show(mark) {
    if (this.view.show !== undefined) {
      this.view.show(mark);
      return;
    }
    this.view.work.flush();
    showPlace(this.answers, mark);
  }

  said() {
    const { target } = this;
    const lines = this.isAlone ? [] : [...said(target), ...rests(target)];
    const nothing = target.error === undefined && target.answers.every((answer) => answer.status === "missing");
    const [first, ...further] = (target.error ?? "").split("\n");
    return [
      lines.length > 0 && rows(lines),
      target.error !== undefined && [h("p", { class: "error" }, target.not_asked === true ? badge("undecided", "not asked") : badge("unreadable", "unreadable"), " ", prose(first)), further.map((line) => h("p", {}, line))],
      nothing && h("p", {}, `no answer of ONTAP was recognised in ${counted(target.sources ?? 0, "file")}`),
    ];
  }

  // What failed by rule with its first fix, and what could not be told.
  overview() {
    const { target } = this;
    if (target.error !== undefined) return null;
    const failed = alike(target.outcomes, "fail", (one) => one.rule);
    const unknown = alike(target.outcomes, "unknown", (one) => one.reason);
    return [
      h("p", { class: "digest" }, `${target.target}: ${spoken(target.verdict)}${siteBehind(target.verdict, target.site)}; ${digest(target, failed)}`),
      failed.length > 0 && [h("h3", {}, "Failed, with the first command that mends it"), h("ul", { class: "overview" }, failed.map((group) => this.failure(group)))],
      unknown.length > 0 && [h("h3", {}, "Could not be told"), h("ul", { class: "overview doubts" }, unknown.map((group) => this.doubt(group)))],
    ];
  }

  // Leads to the block of an outcome, whatever is filtered away; tells whether there is one.
  find(outcome) {
    const block = this.blocks.find(({ findings }) => findings.some((finding) => finding.outcome === outcome));
    if (block === undefined) return false;
    this.view.work.flush();
    if (block.element.hidden) this.view.reset();
    this.go(block.title);
    return true;
  }

  link(outcome, text) {
    return h("button", { type: "button", class: "link", on: { click: () => this.find(outcome) } }, text);
  }

  failure(group) {
    const [first] = group;
    const fix = group.map((one) => one.fix[0]).find((text) => text !== undefined);
    const way = fix === undefined ? first.note && h("span", { class: "way faint" }, "(see its note)") : command(fix);
    return h("li", {}, h("span", { class: "weight", data: { word: first.severity } }, first.severity), " ", this.link(first, first.rule), " ",
      h("span", { class: "subject" }, prose(about(group))), " ", way);
  }

  doubt(group) {
    const refused = group[0].reason === "refused";
    const said = refused ? group.map((one) => one.message.replace(/^cannot be told: /, "")) : group.flatMap((one) => one.causes ?? []);
    const causes = [...new Set(said)].map((cause) => h("p", { class: "cause" }, h("span", { class: "label" }, "cause: "), prose(cause)));
    return h("li", {}, badge("unknown", group[0].reason), " ", this.link(group[0], rulesOf(group)), causes);
  }

  next() {
    const next = this.target.capture_next ?? [];
    if (next.length === 0) return null;
    const line = (one) => h("li", {}, command(one.command), one.was ? ` (was ${one.was})` : "", h("p", { class: "faint" }, `for ${one.rules.join(", ")}`));
    const all = next.map((one) => one.command).join("\n");
    return h("section", { class: "next" }, h("h3", {}, "Capture these commands next"), h("ul", { class: "overview" }, next.map(line)),
      next.length > 1 && h("p", {}, copyButton(() => all, "copy all of them", counted(next.length, "command"))));
  }

  attention() {
    if (this.blocks.length === 0) return [];
    const title = h("h3", {}, "What needs attention");
    this.empty = h("p", { class: "faint", hidden: true }, "nothing that needs attention is shown by this filter");
    const place = (block) => () => this.add(block.place());
    return [() => this.add(title, this.empty), ...this.blocks.map(place)];
  }

  // Outcomes in a table, as many as the filters leave.
  listed(verdict, title, isOpen) {
    const own = this.findings.filter(({ outcome }) => outcome.verdict === verdict);
    if (own.length === 0) return null;
    const text = h("span");
    const body = h("tbody");
    const head = ["weight", "rule", "subject", verdict === "not-applicable" ? "why" : "message"].map((name) => h("th", { scope: "col" }, name));
    const row = ({ outcome }) => {
      const reason = outcome.reason && outcome.reason !== "waived" ? `${outcome.reason}: ` : "";
      const beyond = outcome.beyond ? h("span", { class: "faint" }, " beyond the document") : null;
      return h("tr", { class: "one" }, h("td", {}, outcome.severity), h("th", { scope: "row" }, outcome.rule, beyond), h("td", {}, subjectOf(outcome)), h("td", {}, reason, prose(outcome.message || outcome.title || "")));
    };
    const table = scrolled(title, h("table", {}, h("thead", {}, h("tr", {}, head)), body));
    const draw = () => body.replaceChildren(...own.filter(({ isShown }) => isShown).map(row));
    const details = folded([badge(verdict, spoken(verdict)), " ", text], () => { draw(); return table; });
    const apply = () => {
      const left = own.filter(({ isShown }) => isShown).length;
      text.textContent = left === own.length ? counted(left, "outcome") : `${left} of ${counted(own.length, "outcome")}`;
      details.hidden = left === 0;
      if (details.isFilled) draw();
    };
    apply();
    if (isOpen) {
      details.open = true;
      details.fill();
    }
    this.tables.push(apply);
    return details;
  }

  rest() {
    return h("section", { class: "rest" }, h("h3", {}, "The other outcomes"), this.listed("waived", "waived", true), this.listed("pass", "passed", false),
      this.listed("not-applicable", "not applicable", false));
  }

  ending() {
    const { target } = this;
    const questions = target.questions ?? [];
    const ask = (whom, title) => {
      const own = questions.filter((one) => one.whom === whom);
      return own.length > 0 && h("section", {}, h("h3", {}, title), h("ul", {}, own.map((one) => h("li", {}, h("strong", {}, one.about), " ", prose(`${one.ask} Settled by ${one.settled_by}.`)))));
    };
    const remarks = target.remarks ?? [];
    return [
      remarks.length > 0 && h("section", {}, h("h3", {}, "Notes"), h("ul", {}, remarks.map((remark) => h("li", {}, prose(remark))))),
      ask("vendor", `Ask the vendor of your backup application (${target.dma ?? ""}); no source tells it`),
      ask("site", "No command shows this; see to it, then attest it"),
    ];
  }

  apply() {
    this.element.hidden = !this.view.filter.isTarget(this.at);
    this.blocks.forEach((block) => block.apply());
    this.tables.forEach((apply) => apply());
    if (this.empty) this.empty.hidden = this.blocks.some(({ findings }) => findings.some(({ isShown }) => isShown));
  }
}

// Everything is open on paper, and as it was behind that.
function printing(root, view, listening) {
  let opened = [];
  addEventListener("beforeprint", () => {
    view.work.flush();
    opened = [...root.querySelectorAll("details:not([open]):not(.answer)")];
    opened.forEach((details) => { details.fill(); details.open = true; });
  }, listening);
  addEventListener("afterprint", () => opened.forEach((details) => { details.open = false; }), listening);
}

function keys(view, listening) {
  document.addEventListener("keydown", (event) => {
    const isTyping = event.target.closest?.("input, select, textarea, [contenteditable]");
    if (event.key === "/" && !isTyping && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      view.filter.search.focus();
    }
  }, listening);
}

// What listens to the page for the report that an element shows; another one takes its place.
const listeners = new WeakMap();

// Draws the report into the element, in place of what is there. Of `own` nothing must be there: `show` leads to a place in a text that the
// page shows itself, `done` is called when all is drawn. Gives `go`, which leads to an outcome.
export function render(report, element, own = {}) {
  listeners.get(element)?.abort();
  const listener = new AbortController();
  listeners.set(element, listener);
  const listening = { signal: listener.signal };
  const view = { names: names(report.targets), work: new Work(), sections: [], show: own.show };
  const nodes = report.targets.map(nodesOf);
  view.findings = report.targets.flatMap((target, place) => target.outcomes.map((outcome) => ({ outcome, place })))
    .map(({ outcome, place }, at) => new Finding(outcome, place, at, nodes[place](outcome)));
  const applied = () => view.sections.forEach((section) => section.apply());
  view.filter = new Filter(view.findings, view.names, applied);
  view.reset = () => { view.filter.element.reset(); history.replaceState(null, "", location.pathname + location.search); view.filter.apply(); applied(); };
  view.sections = report.targets.map((target, at) => new Section(target, at, view));
  const main = h("main", {}, view.sections.map((section) => section.element));
  const foot = h("footer", {}, `${report.tool.name} ${report.tool.version}. This page holds the report and asks no network; answers are printed where they are open.`);
  const root = h("div", { class: "ndmp-report" }, h("p", { class: "announced", role: "status" }), opening(report, view), view.filter.element, main, foot);
  element.replaceChildren(root);
  view.sections.forEach((section) => { view.work.add(...section.pieces); section.apply(); });
  root.setAttribute("aria-busy", "true");
  view.work.done = () => { root.removeAttribute("aria-busy"); own.done?.(); };
  addEventListener("hashchange", () => { view.filter.read(); view.filter.apply(); applied(); }, listening);
  printing(root, view, listening);
  keys(view, listening);
  view.work.run(FIRST);
  return { go: (outcome) => view.sections.some((section) => section.find(outcome)) };
}
