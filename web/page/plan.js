// The plan of the backup, as a form. What it says is what `[backup]` of the configuration says: it is read by the same reader, and can
// be saved as such a file.

import { h } from "../../src/report/html/element.js";

// Key, words, kind; a list is parted by commas or blanks.
const FIELDS = [
  ["dma", "Backup application", "choice"],
  ["dma-address", "Addresses from which it connects", "list", "192.0.2.10, 2001:db8::10"],
  ["register", "LIFs that it addresses, by address or name", "list", "192.0.2.60"],
  ["user", "Backup user", "text"],
  ["svms", "Data SVMs with an NDMP service of their own", "list"],
  ["tape", "Tape devices at the cluster", [["local", "yes"], ["none", "no: three-way or remote NDMP"]]],
  ["reservations", "Tape reservations that it is set to", [["off"], ["scsi"], ["persistent"]]],
  ["authentication", "Authentication that it uses", [["challenge"], ["plaintext"], ["plaintext_sso"]]],
  ["cab", "Cluster aware backup (CAB)", [["true", "yes"], ["false", "no"]]],
  ["streams", "Streams at the same time", "number"],
];
const JUDGING = [
  ["scope", "NDMP scope", [["svm", "SVM"], ["node", "node"]]],
  ["ontap", "ONTAP release, where no answer tells it", "text", "9.12.1P4"],
  ["fail-on", "Failures that make it not ready", [["must"], ["should", "must and should"]]],
  ["allow-unknown", "Exit code 0 although must rules are unknown", [["true", "yes"]]],
];
const BARE = ["cab", "streams", "allow-unknown"];

function lineOf(key, kind, value) {
  // What is no number is told to be a text, which the reader of the file knows to say.
  if (BARE.includes(key) && /^(\d{1,9}|true|false)$/.test(value)) return `${key} = ${value}`;
  if (kind !== "list") return `${key} = ${JSON.stringify(value)}`;
  return `${key} = [${value.split(/[\s,]+/).filter((word) => word !== "").map((word) => JSON.stringify(word)).join(", ")}]`;
}

export class PlanForm {
  constructor(form, applications, change) {
    this.form = form;
    this.fields = [];
    const own = (fields) => fields.map((field) => this.field(field, applications));
    const reset = h("button", { type: "reset" }, "Empty the form");
    const save = h("button", { type: "button", id: "save-plan" }, "Save as ndmp-preflight.toml");
    this.save = save;
    form.replaceChildren(
      h("div", { class: "planned" }, own(FIELDS)),
      h("fieldset", {}, h("legend", {}, "How it is judged"), h("div", { class: "planned" }, own(JUDGING))),
      h("p", { class: "faint" }, "Dropped files named ndmp-preflight.toml count too, with their waivers and attestations; what stands here goes before them. A folder of a site's own rules can be dropped as well."),
      h("div", { class: "buttons" }, reset, save),
    );
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("input", () => change());
    form.addEventListener("reset", () => setTimeout(change));
  }

  field([key, words, kind, example], applications) {
    const id = `plan-${key}`;
    const choices = kind === "choice" ? applications.map(({ name, title }) => [name, title]) : kind;
    const option = ([value, text]) => h("option", { value }, text ?? value);
    const control = Array.isArray(choices) ? h("select", { id, name: key }, h("option", { value: "" }, "not told"), choices.map(option))
      : h("input", { id, name: key, type: "text", inputmode: kind === "number" && "numeric", placeholder: example, autocapitalize: "off", spellcheck: "false", "aria-describedby": `${id}-wrong` });
    const wrong = h("p", { class: "wrong", id: `${id}-wrong`, hidden: true });
    this.fields.push({ key, kind, control, wrong });
    return h("div", { class: "field" }, h("label", { for: id }, words), control, wrong);
  }

  // What it says, as a configuration says it: the lines, and which field each is of.
  lines() {
    const told = ({ control }) => control.value.trim() !== "";
    const isOf = (list) => ({ key }) => list.some(([name]) => name === key);
    const line = (field) => [lineOf(field.key, field.kind, field.control.value.trim()), field];
    const judging = this.fields.filter(isOf(JUDGING)).filter(told).map(line);
    const backup = this.fields.filter(isOf(FIELDS)).filter(told).map(line);
    return [...judging, ...(backup.length > 0 ? [["[backup]", null], ...backup] : [])];
  }

  text() {
    return this.lines().map(([line]) => `${line}\n`).join("");
  }

  // Shows what is wrong beside the fields: line of the text, from 1, and words.
  blame(faults) {
    const lines = this.lines();
    this.fields.forEach(({ control, wrong }) => {
      control.removeAttribute("aria-invalid");
      wrong.hidden = true;
    });
    faults.forEach(({ form, text }) => {
      const field = lines[form - 1]?.[1];
      if (!field) return;
      field.control.setAttribute("aria-invalid", "true");
      field.wrong.textContent = text;
      field.wrong.hidden = false;
    });
  }
}
