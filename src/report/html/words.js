// The words of the report, the same as those for a terminal.

// Characters that nobody sees: they turn the reading direction, hide words, or are none at all.
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}]/gu;
const VERDICTS = ["fail", "unknown", "waived", "not-applicable", "pass"];
const WEIGHTS = ["must", "should", "info"];
const NAMED = 4;
const RULES = 6;

// Text with a mark in the place of each character that nobody sees; line ends and tabs stay.
export function seen(text) {
  return text.replace(UNSEEN, (sign) => (sign === "\n" || sign === "\t" ? sign : "\ufffd"));
}

export function counted(count, noun) {
  return `${count.toLocaleString("en")} ${noun}${count === 1 ? "" : "s"}`;
}

// A verdict of a target or an outcome as people say it.
export function spoken(word) {
  return word.replace("-", " ");
}

// `vserver cluster1, lif IC1`: the wider thing first.
export function subjectOf(outcome) {
  const order = ["vserver", "node", "lif", "target-port"];
  const names = Object.keys(outcome.subject).sort();
  const known = order.filter((name) => names.includes(name));
  const others = names.filter((name) => !order.includes(name));
  return [...known, ...others].map((name) => `${name} ${outcome.subject[name]}`).join(", ");
}

export function counts(summary) {
  const of = (word) => `${summary[word].toLocaleString("en")} ${spoken(word)}`;
  return VERDICTS.map(of).join(", ");
}

export function sum(targets) {
  const all = Object.fromEntries(VERDICTS.map((word) => [word, 0]));
  targets.forEach((target) => VERDICTS.forEach((word) => { all[word] += target.summary[word]; }));
  return all;
}

// `failures: 3 must, 1 should` where the number of failures alone would mislead.
export function weights(targets) {
  const failed = targets.flatMap((target) => target.outcomes).filter((one) => one.verdict === "fail");
  const count = (weight) => failed.filter((one) => one.severity === weight).length;
  const told = WEIGHTS.filter((weight) => count(weight) > 0).map((weight) => `${count(weight)} ${weight}`);
  return failed.length === count("must") ? "" : `failures: ${told.join(", ")}`;
}

export function scopeWords(scope) {
  if (scope === null) return "NDMP scope unknown";
  return scope === "svm" ? "SVM scope" : `${scope} scope`;
}

// `2026-11-22 08:00 UTC`
export function minute(time) {
  return `${time.slice(0, 10)} ${time.slice(11, 16)} UTC`;
}

// What is known of a target, beside its name.
export function heading(target) {
  const facts = [];
  if (target.cluster !== null && target.cluster !== target.target) facts.push(`cluster ${target.cluster}`);
  if (target.error === undefined) {
    facts.push(target.ontap === null ? "ONTAP release unknown" : `ONTAP ${target.ontap}`);
    facts.push(scopeWords(target.scope));
  }
  if (target.collected !== undefined) facts.push(`collected ${minute(target.collected)}`);
  return facts.join(", ");
}

function planParts(planned) {
  const from = (planned.dma_addresses ?? []).length === 0 ? "" : ` from ${planned.dma_addresses.join(", ")}`;
  const application = planned.dma === undefined ? from && `a backup application${from}` : planned.dma + from;
  const svms = planned.svms ?? [];
  const parts = [
    application,
    planned.register && `registered at ${planned.register.join(", ")}`,
    planned.user && `user ${planned.user}`,
    svms.length > 0 && `${svms.length === 1 ? "SVM" : "SVMs"} ${svms.join(", ")}`,
    planned.authentication && `authentication ${planned.authentication}`,
    planned.cab !== undefined && `${planned.cab ? "with" : "without"} cluster aware backup`,
    planned.reservations && `tape.reservations ${planned.reservations}`,
    planned.streams !== undefined && `${planned.streams} streams`,
    planned.tape && "no tape at the cluster",
  ];
  return parts.filter((part) => part);
}

// The lines about the plan: label and text.
export function plan(planned) {
  if (planned === undefined) return [];
  const untold = planned.untold ?? [];
  const told = planParts(planned);
  if (told.length > 0) {
    const open = untold.map((one) => `${one.option} (${one.rules.join(", ")})`);
    return [["planned", told.join(", ")], ...(open.length > 0 ? [["not told", open.join(", ")]] : [])];
  }
  const options = untold.map((one) => one.option);
  if (options.length === 0) return [];
  const count = untold.reduce((all, one) => all + one.rules.length, 0);
  const last = options.pop();
  const all = options.length === 0 ? last : `${options.join(", ")} and ${last}`;
  return [["planned", `nothing is told of the backup; ${all} would let ${count} more rules speak`]];
}

export function distinct(values) {
  return [...new Set(values)];
}

// `29 rules on 12 answers from 3 files: 52 outcomes`
export function examined(targets) {
  const outcomes = targets.flatMap((target) => target.outcomes);
  const rules = distinct(outcomes.map((one) => one.rule)).length;
  const there = targets.map((target) => target.answers.filter((answer) => answer.status !== "missing"));
  const answers = there.reduce((all, own) => all + own.length, 0);
  const read = (target, at) => target.sources ?? distinct(there[at].map((answer) => answer.source)).length;
  const files = targets.reduce((all, target, at) => all + read(target, at), 0);
  const without = (isAsked) => targets.filter((target) => target.error !== undefined && (target.not_asked !== true) === isAsked).length;
  const told = (count, what) => (count === 0 ? "" : `; ${counted(count, "target")} ${what}`);
  const aside = told(without(true), "unreadable") + told(without(false), "not asked");
  return `${counted(rules, "rule")} on ${counted(answers, "answer")} from ${counted(files, "file")}: ${counted(outcomes.length, "outcome")}${aside}`;
}

// What a ready target rests on: how old the answers are, and what was assumed.
export function restsOn(target) {
  if (target.verdict !== "ready") return ["", []];
  const { newest, oldest, assumed = [] } = target.rests_on ?? {};
  const one = newest ?? oldest;
  const isParted = oldest !== undefined && newest !== undefined && oldest !== newest;
  const none = "answers that do not tell their date";
  return [isParted ? `answers from ${oldest} to ${newest}` : one === undefined ? none : `answers of ${one}`, assumed];
}

// `lif-home is must (should); drives of tape-device-count is 32 (64)`: in brackets what the files of the rules say.
export function siteTold(lines) {
  const name = (one) => (one.key === "severity" ? one.rule : `${one.key} of ${one.rule}`);
  return (lines ?? []).map((one) => `${name(one)} is ${one.value} (${one.was})`).join("; ");
}

// What stands behind the verdict: that it is ready by other rules than those of the program.
export function siteBehind(verdict, lines) {
  const ofMust = (lines ?? []).filter((one) => one.severity === "must");
  const lowered = distinct(ofMust.filter((one) => one.key === "severity").map((one) => one.rule));
  const changed = distinct(ofMust.map((one) => one.rule)).filter((rule) => !lowered.includes(rule));
  const told = (rules, how) => rules.length > 0 && `${counted(rules.length, "must rule")} ${how}`;
  const all = [told(lowered, "lowered"), told(changed, "changed")].filter((part) => part);
  return verdict === "ready" && all.length > 0 ? `, with ${all.join(" and ")} by the site` : "";
}

// `; 13 must and 5 should rules failed, 2 rules could not be told, 65 outcomes passed`
export function digest(target, failed) {
  const of = (weight) => failed.filter((group) => group[0].severity === weight).length;
  const told = WEIGHTS.filter((weight) => of(weight) > 0).map((weight) => `${of(weight)} ${weight}`);
  const rules = (count) => (count === 1 ? "rule" : "rules");
  const unknown = target.outcomes.filter((one) => one.verdict === "unknown");
  const open = distinct(unknown.map((one) => one.rule)).length;
  const parts = [
    told.length > 0 && `${told.join(" and ")} ${rules(failed.length)} failed`,
    open > 0 && `${open} ${rules(open)} could not be told`,
    `${counted(target.summary.pass, "outcome")} passed`,
  ];
  return parts.filter((part) => part).join(", ");
}

function firstPart(message) {
  return message.split("; ")[0];
}

function own(outcome, first, group) {
  const isOwn = (name) => group.some((other) => other.subject[name] !== first.subject[name]);
  const values = Object.keys(outcome.subject).sort().filter(isOwn).map((name) => outcome.subject[name]);
  return values.length === 0 ? firstPart(outcome.message) : values.join(" ");
}

// The subjects of the outcomes of one rule, or what was found where there is none.
export function about(group) {
  const [first] = group;
  if (group.length === 1) return subjectOf(first) || firstPart(first.message);
  const named = group.slice(0, NAMED).map((outcome) => own(outcome, first, group));
  const more = group.length > NAMED ? ` and ${group.length - NAMED} more` : "";
  return `${counted(group.length, "subject")}: ${named.join(", ")}${more}`;
}

// The rules of outcomes that could not be told for one reason.
export function rulesOf(group) {
  const rules = distinct(group.map((one) => one.rule));
  const more = rules.length > RULES ? ` and ${rules.length - RULES} more rules` : "";
  return rules.slice(0, RULES).join(", ") + more;
}

const ATTESTED = {
  "dma-supports-cab": "the backup application uses cluster aware backup",
  "dma-reservations": "the backup application is set to this method of tape reservations",
  "dma-authentication": "the backup application is set to this authentication",
  "dma-address-family": "the backup application talks NDMP over these families of addresses",
  "dma-ndmp-version": "the backup application is set to this version of NDMP",
  "dma-block-size": "the backup application writes blocks of this size to tape",
  "data-ports-open": "the ports for data are open between the cluster and the backup servers",
  "ndmp-password-generated": "the NDMP password was generated after the login password was last set",
};

export function attested(one) {
  const value = one.value === undefined ? "" : `: ${one.value}`;
  const until = `${one.counts ? "counts" : "counted"} until ${one.until}`;
  return [one.counts ? "attested" : "lapsed", `${ATTESTED[one.what] ?? one.what}${value} (${one.by} on ${one.on}; ${until})`];
}
