// Blocks of outcomes that need attention: what was found, ONTAP's rows, and the way out.

import { badge, command, copyButton, folded, h, prose } from "./element.js";
import { distinctMarks, pictures, watching } from "./evidence.js";
import { counted, spoken, subjectOf } from "./words.js";

// Findings of one block whose rows are drawn together.
const TOGETHER = 6;
// Findings of a block that make one list: they are added in one piece of work, and drawn together when they come into view.
const AT_ONCE = 40;
const COMMANDS = ["fix", "check", "undo"];

// What is said of an outcome besides its message: label, texts.
function account(outcome) {
  const isFailed = outcome.verdict === "fail";
  const told = [
    ["expected", [outcome.expected]],
    ["fix", outcome.fix],
    ["check", isFailed ? outcome.check : []],
    ["undo", isFailed ? outcome.undo : []],
    ["note", isFailed ? [outcome.note] : []],
    ["site", outcome.severity_was ? [`the rule is ${outcome.severity} by the site, ${outcome.severity_was} by its file`] : []],
    ["document", [outcome.section]],
  ];
  return told.map(([label, texts]) => [label, (texts ?? []).filter((text) => text)]).filter(([, texts]) => texts.length > 0);
}

function drawnAccount(told) {
  if (told.length === 0) return null;
  const row = ([label, texts]) => h("div", { data: { label } }, h("dt", {}, label), texts.map((text) =>
    (COMMANDS.includes(label) ? h("dd", { class: "whole" }, command(text)) : h("dd", {}, prose(text)))));
  return h("dl", { class: "account" }, told.map(row));
}

function isSame(texts, others) {
  return texts?.length === others?.length && (texts ?? []).every((text, at) => text === others[at]);
}

// The parts of the accounts that all of them have alike.
function sharedLabels(outcomes) {
  const first = new Map(account(outcomes[0]));
  let shared = ["expected", ...COMMANDS, "note", "site", "document"];
  for (const outcome of outcomes) {
    if (shared.length === 0) break;
    const own = new Map(account(outcome));
    shared = shared.filter((label) => isSame(own.get(label), first.get(label)));
  }
  return new Set(shared);
}

function blockHeading(group) {
  const [first] = group;
  const rules = new Set(group.map((one) => one.rule));
  const reason = first.reason === null ? "" : ` (${first.reason})`;
  const beyond = first.beyond ? ", beyond the document" : "";
  const word = badge(first.verdict, spoken(first.verdict));
  if (rules.size > 1) return [word, `${reason} ${rules.size} rules, ${counted(group.length, "outcome")}${beyond}`];
  const about = group.length === 1 ? subjectOf(first) : counted(group.length, "subject");
  return [word, " ", h("span", { class: "weight" }, first.severity), " ", h("strong", {}, first.rule), `${reason}${beyond} `,
    h("span", { class: "subject" }, about)];
}

function hideEmpty(list) {
  list.hidden = [...list.children].every((item) => item.hidden);
}

// A block of findings, of which filters leave some.
export class Block {
  constructor(findings, context) {
    Object.assign(this, { findings, context });
    const outcomes = findings.map(({ outcome }) => outcome);
    this.title = h("h4", { tabindex: "-1" });
    this.body = h("div");
    // What stands for one finding is marked so.
    const kind = findings.length === 1 ? "block one" : findings.length > TOGETHER ? "block large" : "block";
    this.element = h("article", { class: kind, data: { verdict: outcomes[0].verdict, severity: outcomes[0].severity } }, this.title, this.body);
    this.hasOneRule = outcomes.every((one) => one.rule === outcomes[0].rule);
    this.hasOneMessage = outcomes.every((one) => one.message === outcomes[0].message);
    this.isLarge = findings.length > TOGETHER;
    this.items = new Map();
    this.drawn = "";
  }

  // Comes onto the page: until then nothing of it is drawn.
  place() {
    this.isPlaced = true;
    this.apply();
    return this.element;
  }

  // Draws what the filters leave.
  apply() {
    if (!this.isPlaced) return;
    const left = this.findings.filter((finding) => finding.isShown);
    this.element.hidden = left.length === 0;
    const key = left.map((finding) => finding.at).join();
    if (left.length === 0 || key === this.drawn) return;
    this.drawn = key;
    const outcomes = left.map(({ outcome }) => outcome);
    this.title.replaceChildren(...blockHeading(outcomes).flat());
    if (!this.isLarge) {
      this.body.replaceChildren(...this.small(left, outcomes));
      this.watch(this.body);
      return;
    }
    if (this.items.size === 0) this.body.replaceChildren(...this.large());
    this.items.forEach((item, finding) => { item.hidden = !finding.isShown; });
    this.lists.forEach(hideEmpty);
  }

  get shared() {
    this.alike ??= sharedLabels(this.findings.map(({ outcome }) => outcome));
    return this.alike;
  }

  watch(element) {
    if (watching) element.querySelectorAll("figure.seen").forEach((figure) => watching.observe(figure));
  }

  // What all findings of the block share, and what each has of its own.
  parted(outcome) {
    const told = account(outcome).filter(([label]) => this.hasOneRule || label !== "expected");
    return [told.filter(([label]) => this.shared.has(label)), told.filter(([label]) => !this.shared.has(label))];
  }

  head(outcome) {
    const title = this.hasOneRule && outcome.title ? h("p", { class: "title" }, prose(outcome.title)) : null;
    const message = this.hasOneMessage ? h("p", { class: "message" }, prose(outcome.message)) : null;
    return [title, message].filter((part) => part !== null);
  }

  sentence(outcome) {
    const about = subjectOf(outcome);
    const rule = this.hasOneRule ? null : [h("span", { class: "weight" }, outcome.severity), " ", h("strong", {}, outcome.rule), " "];
    const message = this.hasOneMessage ? null : prose(outcome.message);
    return [rule, about && h("span", { class: "subject" }, about), about && message ? ": " : null, message];
  }

  causes(outcomes) {
    const all = [...new Set(outcomes.flatMap((one) => one.causes ?? []))];
    return all.map((cause) => h("p", { class: "cause" }, h("span", { class: "label" }, "cause: "), prose(cause)));
  }

  foot(outcomes) {
    const [shared] = this.parted(outcomes[0]);
    const all = [...new Set(this.findings.flatMap(({ outcome }) => (this.shared.has("fix") ? [] : outcome.fix)))];
    const left = () => [...new Set(this.findings.filter((finding) => finding.isShown).flatMap(({ outcome }) => outcome.fix))];
    const copy = all.length > 1 ? h("p", {}, copyButton(() => left().join("\n"), "copy all fixes", `${outcomes[0].rule}`)) : null;
    return [drawnAccount(shared), copy].filter((part) => part !== null);
  }

  small(left, outcomes) {
    const own = (outcome) => drawnAccount(this.parted(outcome)[1]);
    const isAlone = this.findings.length === 1;
    const item = (outcome) => h("li", { class: "one" }, h("p", {}, this.sentence(outcome)), own(outcome));
    const list = isAlone ? [] : [h("ul", { class: "findings" }, outcomes.map(item))];
    return [...this.head(outcomes[0]), ...list, ...this.causes(outcomes), ...pictures(distinctMarks(outcomes), this.context.show),
      ...this.foot(outcomes)];
  }

  // Each finding by itself; its rows and the way back are made when they are wanted.
  large() {
    const box = h("div");
    this.lists = [];
    const fill = (outcome) => () => {
      const more = this.parted(outcome)[1].filter(([label]) => label !== "fix");
      const opened = h("div", {}, pictures(distinctMarks([outcome]), this.context.show), drawnAccount(more));
      this.watch(opened);
      return opened;
    };
    const item = (finding, at) => {
      const { outcome } = finding;
      const fixes = this.parted(outcome)[1].filter(([label]) => label === "fix");
      const details = folded("ONTAP's rows, check and undo", fill(outcome));
      if (at === 0) details.open = true;
      const element = h("li", { class: "one", hidden: !finding.isShown }, h("p", {}, this.sentence(outcome)), drawnAccount(fixes), details);
      if (at === 0) details.fill();
      this.items.set(finding, element);
      return element;
    };
    for (let from = 0; from < this.findings.length; from += AT_ONCE) {
      const add = () => {
        const list = h("ul", { class: "findings many" }, this.findings.slice(from, from + AT_ONCE).map((finding, at) => item(finding, from + at)));
        hideEmpty(list);
        this.lists.push(list);
        box.append(list);
      };
      if (from === 0) add(); else this.context.work.add(add);
    }
    const outcomes = this.findings.map(({ outcome }) => outcome);
    return [...this.head(outcomes[0]), ...this.causes(outcomes), ...this.foot(outcomes), box];
  }
}
