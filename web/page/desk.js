// What happens: something is handed in or typed, it is judged, and the report is drawn. What was asked before the last change is not
// shown.

import { copyButton, h, prose } from "../../src/report/html/element.js";
import { counted, spoken } from "../../src/report/html/words.js";
import { render } from "../../src/report/html/viewer.js";
import { exportsOf, saved } from "./exports.js";
import { Handed, chosen, dropped } from "./handed.js";
import { PlanForm } from "./plan.js";
import { Sheet, marksOf } from "./sheet.js";

// Milliseconds after the last key.
const PAUSE = 250;
// Milliseconds after which it is said that something is judged.
const SLOW = 300;
// Characters that are put into the box so that they can be taken back by its own undo.
const UNDONE = 32 * 1024;
// Characters that are pasted into the box; more are kept as a file, for no box stays quick with them.
const MOST_PASTED = 256 * 1024;
const LOOPS = [["commands", "commands, for a session"], ["plink", "loop for PuTTY's plink"], ["powershell", "loop for PowerShell"], ["sh", "loop for sh"]];

const byId = (id) => document.getElementById(id);

export class Desk {
  constructor(program, about) {
    Object.assign(this, { program, about });
    this.version = 0;
    this.pastes = 0;
    this.handed = new Handed(program, byId("handed"), () => this.changed(0));
    this.form = new PlanForm(byId("form"), about.applications, () => this.changed(PAUSE));
    this.form.save.addEventListener("click", () => saved(this.form.text(), "ndmp-preflight.toml", "application/toml"));
    const places = {
      sheet: byId("sheet"), paste: byId("paste"), back: byId("back"), reader: byId("reader"), room: byId("room"), rows: byId("rows"),
      which: byId("which"), more: byId("paste-more"), source: byId("source"), bar: byId("marks"), before: byId("before"), behind: byId("behind"), told: byId("told"), toFinding: byId("to-finding"),
    };
    this.sheet = new Sheet(places, (source) => this.ask("text", source), (outcome) => this.view?.go(outcome));
    this.listen();
    this.nothing();
    byId("desk").hidden = false;
  }

  listen() {
    const paste = byId("paste");
    paste.addEventListener("input", () => { this.sheet.mark(); this.changed(PAUSE); });
    paste.addEventListener("paste", (event) => {
      event.preventDefault();
      this.taken(event.clipboardData);
    });
    const pick = (button, input) => {
      byId(button).addEventListener("click", () => byId(input).click());
      byId(input).addEventListener("change", () => {
        this.take(chosen(byId(input)));
        byId(input).value = "";
      });
    };
    pick("add-files", "files");
    pick("add-folder", "folder");
    byId("paste-more").addEventListener("click", () => this.sheet.turn("paste").then(() => paste.focus()));
    byId("example").addEventListener("click", () => this.put(this.about.demo));
    byId("clear").addEventListener("click", () => this.clear());
    byId("apart").addEventListener("change", () => this.changed(0));
    byId("to-report").addEventListener("click", () => this.toReport());
    byId("capture").addEventListener("toggle", () => this.commands());
    this.listenToDrops();
  }

  listenToDrops() {
    const veil = byId("drop");
    let depth = 0;
    const over = (by) => { depth = Math.max(0, depth + by); veil.hidden = depth === 0; };
    addEventListener("dragenter", (event) => { event.preventDefault(); over(1); });
    addEventListener("dragleave", () => over(-1));
    addEventListener("dragover", (event) => event.preventDefault());
    addEventListener("drop", (event) => {
      event.preventDefault();
      depth = 0;
      veil.hidden = true;
      this.taken(event.dataTransfer);
    });
    // What is pasted elsewhere than into a field is meant for the box.
    addEventListener("paste", (event) => {
      if (event.defaultPrevented || event.target.closest?.("input, textarea, select")) return;
      event.preventDefault();
      this.taken(event.clipboardData);
    });
  }

  // Text or files, dropped or pasted.
  async taken(transfer) {
    const text = transfer.getData("text/plain");
    if ([...transfer.items].some((item) => item.kind === "file")) {
      await this.take(dropped(transfer));
      return;
    }
    if (text !== "") await this.insert(text.replace(/\r\n?/g, "\n"));
  }

  async take(files) {
    this.say("reading ...");
    try {
      await this.handed.take(await files);
      this.changed(0);
    } catch (error) {
      this.trouble([error.message]);
    }
  }

  // Puts a text at the caret; secrets are masked before it is seen.
  async insert(text) {
    if (text.length > MOST_PASTED) {
      this.pastes += 1;
      await this.take([{ path: `pasted-${this.pastes}.txt`, file: new File([text], `pasted-${this.pastes}.txt`) }]);
      return;
    }
    const paste = byId("paste");
    const { selectionStart: start, selectionEnd: end, value } = paste;
    const whole = value.slice(0, start) + text + value.slice(end);
    this.say("reading ...");
    const masked = await this.ask("masked", whole);
    if (masked === undefined) return;
    // Somebody typed on meanwhile.
    if (paste.value !== value) {
      await this.insert(text);
      return;
    }
    const behind = value.length - end;
    const isAlike = masked.slice(0, start) === value.slice(0, start) && masked.slice(masked.length - behind) === value.slice(end);
    if (isAlike) this.type(masked.slice(start, masked.length - behind), start, end); else this.set(masked, masked.length - behind);
    this.after();
  }

  // Puts a text in place of a part, as if it were typed, where it is not too long for that.
  type(text, start, end) {
    const paste = byId("paste");
    paste.focus({ preventScroll: true });
    paste.setSelectionRange(start, end);
    if (text.length > UNDONE || !document.execCommand("insertText", false, text)) paste.setRangeText(text, start, end, "end");
  }

  // Puts a text in place of what is in the box.
  put(text) {
    byId("paste").value = "";
    this.insert(text);
  }

  set(text, caret) {
    const paste = byId("paste");
    const { scrollTop, scrollLeft } = paste;
    paste.value = text;
    paste.setSelectionRange(caret, caret);
    Object.assign(paste, { scrollTop, scrollLeft });
  }

  after() {
    this.sheet.turn("paste");
    this.changed(0);
  }

  clear() {
    byId("paste").value = "";
    this.handed.clear();
    this.sheet.turn("paste");
    this.changed(0);
    byId("paste").focus();
  }

  order() {
    return JSON.stringify({ today: new Date().toISOString().slice(0, 10), paste: byId("paste").value, apart: byId("apart").checked, form: this.form.text() });
  }

  // Asks the program; where a fault ends it, it begins anew, and nothing is given.
  async ask(...what) {
    try {
      return await this.program.ask(...what);
    } catch (error) {
      this.beginning ??= this.beginAnew(error);
      await this.beginning;
      return undefined;
    }
  }

  // With the same files; what was pasted stays in its box.
  async beginAnew(error) {
    this.trouble([`a fault of this program, not of the cluster, ended it (${error.message}): nothing was judged; please report it, with the text if you may`]);
    try {
      await this.program.start();
      await this.handed.again();
    } catch (other) {
      this.trouble([`the program could not begin anew (${other.message}): load this page again`]);
    }
    this.beginning = undefined;
  }

  // Something else is there: it is judged after a pause.
  changed(pause) {
    this.version += 1;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.check(), pause);
    byId("apart-line").hidden = this.handed.loose() + (byId("paste").value.trim() === "" ? 0 : 1) < 2;
    this.commands();
  }

  async check() {
    if (this.isBusy) {
      this.isStale = true;
      return;
    }
    this.isBusy = true;
    this.isStale = false;
    const { version } = this;
    const typed = byId("paste").value;
    // What is there at once need not be announced.
    const slow = setTimeout(() => this.say("judging ..."), SLOW);
    const done = await this.ask("check", this.order());
    clearTimeout(slow);
    this.isBusy = false;
    if (this.isStale) await this.check();
    else if (version === this.version && done !== undefined) this.judged(done, typed);
  }

  judged({ told, shown }, typed) {
    const { trouble = [], empty, masked, sources } = told;
    if (masked !== undefined && byId("paste").value === typed) this.set(masked, byId("paste").selectionStart);
    this.form.blame(trouble.filter(({ form }) => form !== undefined));
    if (trouble.length > 0) {
      if (trouble.some(({ form }) => form !== undefined)) byId("plan").open = true;
      this.trouble(trouble.map(({ text }) => text));
      return;
    }
    byId("trouble").hidden = true;
    byId("report").classList.remove("stale");
    if (empty) this.nothing(); else this.draw(shown, sources);
  }

  draw(shown, sources) {
    const report = JSON.parse(shown);
    this.say(`${spoken(report.verdict)}: ${report.because.split(":")[0]}`, report.verdict);
    document.title = `NDMP preflight: ${spoken(report.verdict)}`;
    this.sheet.show(sources, marksOf(report));
    if (shown === this.drawn) return;
    this.drawn = shown;
    const place = byId("report");
    // What is being read stays where it is.
    place.style.minHeight = `${place.offsetHeight}px`;
    this.view = render(report, place, {
      show: (mark) => this.sheet.go(mark),
      done: () => { place.style.minHeight = ""; },
    });
    byId("exports").hidden = false;
    byId("exports").replaceChildren(...exportsOf(report, (format) => this.program.ask("report", format), (error) => this.trouble([error.message])));
  }

  // Before anything is handed in.
  nothing() {
    this.drawn = "";
    this.view = undefined;
    document.title = "NDMP preflight";
    byId("exports").hidden = true;
    this.sheet.show([], new Map());
    this.say("nothing is handed in yet");
    byId("report").replaceChildren(h("main", { class: "ndmp-report welcome" }, h("h1", {}, "NDMP preflight"),
      h("p", {}, "Tells whether a NetApp ONTAP 9 cluster is ready for NDMP tape backup: each prerequisite passes, fails or is unknown, with ONTAP's own words as evidence and the commands that mend it."),
      h("ol", {},
        h("li", {}, prose("Let the cluster print what is needed: \u201cWhat to capture\u201d lists the commands, all of them `show`.")),
        h("li", {}, "Paste what it printed, or drop the files. A whole session with its prompts does; so do collected bundles."),
        h("li", {}, "Mend what failed with the commands shown, capture again, look again.")),
      h("p", {}, "It never says ready without proof: what was not captured, was refused or is cut off is unknown, and the report says what to capture next.")));
  }

  // Why nothing was judged. What was judged before is still there, and is marked as that.
  trouble(texts) {
    const box = byId("trouble");
    const isBlock = (text) => text.includes("\n");
    const below = this.view === undefined ? "" : " The report below is of what was there before.";
    box.replaceChildren(h("p", { role: "alert" }, h("strong", {}, "Nothing was judged."), below), ...texts.map((text) => (isBlock(text) ? h("pre", {}, text) : h("p", {}, prose(text)))));
    box.hidden = false;
    byId("report").classList.toggle("stale", this.view !== undefined);
    byId("exports").hidden = true;
    this.say("nothing was judged");
    this.drawn = "";
  }

  say(text, word) {
    byId("state-text").textContent = text;
    byId("state").dataset.word = word ?? "";
    byId("to-report").hidden = word === undefined;
  }

  toReport() {
    const title = byId("report").querySelector("h1");
    title.tabIndex = -1;
    title.scrollIntoView({ block: "start" });
    title.focus({ preventScroll: true });
  }

  // What to capture for this plan, where somebody looks at it.
  async commands() {
    if (!byId("capture").open) return;
    const texts = await Promise.all(LOOPS.map(([how]) => this.ask("commands", this.order(), how)));
    byId("commands").textContent = texts[0] ?? "";
    byId("capture-buttons").replaceChildren(...LOOPS.map(([, words], at) => copyButton(() => texts[at], `copy the ${words}`, counted((texts[0] ?? "").split("\n").length - 2, "command"))));
  }
}
