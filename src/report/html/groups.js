// Which outcomes stand together, as in the report for a terminal.

import { seen, subjectOf } from "./words.js";

const GRAVITY = { must: 0, should: 1, info: 2 };

function by(...keys) {
  return (one, other) => keys.reduce((order, key) => order || key(one) - key(other), 0);
}

// The values, those together that belong to the first one of a group.
function together(values, belongs) {
  const groups = [];
  values.forEach((value) => {
    const group = groups.find((known) => belongs(known[0], value));
    if (group === undefined) groups.push([value]); else group.push(value);
  });
  return groups;
}

// The outcomes of a verdict, the graver ones first, those together that have the same key.
export function alike(outcomes, verdict, key) {
  const all = outcomes.filter((one) => one.verdict === verdict);
  all.sort(by((one) => GRAVITY[one.severity], (one) => Number(one.beyond === true)));
  const groups = new Map();
  all.forEach((one) => {
    const group = groups.get(key(one));
    if (group === undefined) groups.set(key(one), [one]); else group.push(one);
  });
  return [...groups.values()];
}

// Failures of one rule share a block; unknowns also when they have the same reason and rest on the same cells or are told in
// the same words, whatever their rule: one cause is told once.
function belongs(first, other) {
  const [one, two] = [first.outcome, other.outcome];
  const isKind = one.verdict === two.verdict && one.reason === two.reason && one.beyond === two.beyond;
  if (!isKind) return false;
  if (one.rule === two.rule) return true;
  return one.verdict === "unknown" && (first.cells() === other.cells() || one.message === two.message);
}

// Failures by weight, then unknowns by weight, of each those of the document first.
export function blocks(findings) {
  const trouble = findings.filter(({ outcome }) => outcome.verdict === "fail" || outcome.verdict === "unknown");
  const order = by(
    ({ outcome }) => Number(outcome.verdict === "unknown"),
    ({ outcome }) => Number(outcome.beyond === true),
    ({ outcome }) => GRAVITY[outcome.severity],
  );
  return together(trouble.sort(order), belongs);
}

// What the filters look at of an outcome.
export class Finding {
  constructor(outcome, place, at, nodes) {
    Object.assign(this, { outcome, place, at, nodes });
  }

  // Where it is seen, as one text.
  cells() {
    this.seenAt ??= JSON.stringify(this.outcome.evidence);
    return this.seenAt;
  }

  // All that a search may find of it.
  text() {
    this.all ??= this.told().join("\n").toLowerCase();
    return this.all;
  }

  told() {
    const { outcome } = this;
    const commands = [...outcome.fix, ...(outcome.check ?? []), ...(outcome.undo ?? [])];
    const marks = outcome.evidence.flatMap((mark) => [mark.row ?? mark.text, mark.note, `${mark.source}:${mark.line}`]);
    const own = [outcome.rule, outcome.title, subjectOf(outcome), outcome.message, outcome.reason, outcome.expected, outcome.note];
    return [...own, ...commands, ...marks].filter((text) => text).map(seen);
  }
}
