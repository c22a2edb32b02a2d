// What of the outcomes is shown. It stands in the fragment of the address too, so that a link leads to the same.

import { h } from "./element.js";
import { distinct, seen, spoken } from "./words.js";

const ALL = ["fail", "unknown", "waived", "not-applicable", "pass"];

function options(name, values, any) {
  const option = ([value, text]) => h("option", { value }, text);
  return h("select", { name, id: `filter-${name}` }, h("option", { value: "" }, any), values.map(option));
}

function field(label, control) {
  return h("div", { class: "field" }, h("label", { for: control.id }, label), control);
}

function choices(values) {
  return distinct(values).filter((value) => value !== "").sort();
}

export class Filter {
  // `findings`: all outcomes of the report; `targets`: their names; `change`: what is done when something else is shown.
  constructor(findings, targets, change) {
    Object.assign(this, { findings, change });
    const same = (value) => [value, value];
    const outcomes = findings.map(({ outcome }) => outcome);
    this.search = h("input", { type: "search", id: "filter-q", name: "q", autocomplete: "off", spellcheck: "false", "aria-keyshortcuts": "/" });
    this.selects = {
      severity: options("severity", ["must", "should", "info"].map(same), "any weight"),
      rule: options("rule", choices(outcomes.map((one) => one.rule)).map(same), "any rule"),
      node: options("node", choices(findings.flatMap(({ nodes }) => nodes)).map(same), "any node"),
      target: options("target", targets.map((name, at) => [String(at), name]), "any target"),
    };
    this.boxes = ALL.map((word) => h("input", { type: "checkbox", name: "verdict", value: word, id: `filter-${word}`, checked: true }));
    this.status = h("p", { role: "status", class: "status" });
    this.element = this.form(outcomes, targets);
    this.read();
    this.apply();
  }

  form(outcomes, targets) {
    const count = (word) => outcomes.filter((one) => one.verdict === word).length.toLocaleString("en");
    const choice = (box) => h("span", { class: "choice" }, box, h("label", { for: box.id }, `${spoken(box.value)} ${count(box.value)}`));
    const { severity, rule, node, target } = this.selects;
    const fields = [field("Weight", severity), field("Rule", rule), node.options.length > 1 && field("Node", node), targets.length > 1 && field("Target", target)];
    const search = field("Search", this.search);
    const hint = h("span", { class: "faint hint", "aria-hidden": "true" }, "press /");
    search.append(hint);
    this.all = h("button", { type: "reset" }, "show all");
    const told = () => { this.write(); this.apply(); this.change(); };
    const clear = () => setTimeout(told);
    const form = h("form", { role: "search", "aria-label": "Filter outcomes", on: { input: told, reset: clear, submit: (event) => event.preventDefault() } },
      h("div", { class: "fields" }, search, fields),
      h("fieldset", {}, h("legend", {}, "Verdict"), this.boxes.map(choice)), h("div", { class: "shown" }, this.status, this.all));
    return form;
  }

  // What is in the fragment.
  read() {
    const told = new URLSearchParams(location.hash.slice(1));
    this.search.value = told.get("q") ?? "";
    Object.entries(this.selects).forEach(([name, select]) => {
      select.value = told.get(name) ?? "";
      if (select.selectedIndex < 0) select.value = "";
    });
    const verdicts = told.has("verdict") ? told.get("verdict").split(",") : ALL;
    this.boxes.forEach((box) => { box.checked = verdicts.includes(box.value); });
  }

  write() {
    const told = new URLSearchParams();
    const verdicts = this.verdicts();
    if (verdicts.length < ALL.length) told.set("verdict", verdicts.join(","));
    Object.entries(this.selects).forEach(([name, select]) => { if (select.value !== "") told.set(name, select.value); });
    if (this.search.value.trim() !== "") told.set("q", this.search.value.trim());
    const text = told.toString();
    history.replaceState(null, "", text === "" ? location.pathname + location.search : `#${text}`);
  }

  verdicts() {
    return this.boxes.filter((box) => box.checked).map((box) => box.value);
  }

  // Marks each finding as shown or not.
  apply() {
    const verdicts = new Set(this.verdicts());
    const { severity, rule, node, target } = this.selects;
    const words = seen(this.search.value).toLowerCase().split(/\s+/).filter((word) => word !== "");
    const is = (select, value) => select.value === "" || select.value === value;
    let count = 0;
    this.findings.forEach((finding) => {
      const { outcome } = finding;
      const isChosen = verdicts.has(outcome.verdict) && is(severity, outcome.severity) && is(rule, outcome.rule)
        && (node.value === "" || finding.nodes.includes(node.value)) && is(target, String(finding.place));
      finding.isShown = isChosen && words.every((word) => finding.text().includes(word));
      count += finding.isShown ? 1 : 0;
    });
    this.isActive = count < this.findings.length;
    this.all.hidden = !this.isActive;
    const of = this.findings.length.toLocaleString("en");
    this.status.textContent = this.isActive ? `${count.toLocaleString("en")} of ${of} outcomes shown` : `all ${of} outcomes shown`;
  }

  // Whether a target is shown at all.
  isTarget(at) {
    const { target } = this.selects;
    return target.value === "" || target.value === String(at);
  }
}
