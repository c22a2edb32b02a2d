// What is looked at of a page in a real browser: node cases.mjs CASE BROWSER FOLDER.
// The folder holds page.html, and the same report as report.json and report.txt.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const [name, executablePath, folder] = process.argv.slice(2);
const address = pathToFileURL(`${folder}/page.html`).href;
const report = JSON.parse(readFileSync(`${folder}/report.json`, "utf8"));
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const outcomes = report.targets.flatMap((target, place) => target.outcomes.map((outcome) => ({ ...outcome, place })));
const isRoot = process.getuid?.() === 0;
const browser = await chromium.launch({ executablePath, args: isRoot ? ["--no-sandbox"] : [] });

// What the page itself holds: there the rows of the answers are too.
let kept;
function held() {
  kept ??= JSON.parse(readFileSync(`${folder}/page.html`, "utf8").split('id="report-value">')[1].split("</script>")[0]).targets;
  return kept;
}

// The nodes of an outcome, found another way than the page does: in whatever row names the thing, and in the words of the finding.
function nodes({ place, subject, message }, at) {
  if (subject.node !== undefined) return [subject.node];
  const rows = held()[place].answers.flatMap((answer) => answer.rows ?? []);
  const named = held()[place].answers.flatMap(({ columns = [], rows: own = [] }) => own.map((row) => row[columns.indexOf("node")])).filter((name) => typeof name === "string");
  const known = new Set([...named, ...held()[place].outcomes.map((one) => one.subject.node)].filter((name) => name));
  const things = [subject.lif, subject.device, subject.changer, subject.volume].filter((thing) => thing !== undefined);
  const found = new Set(rows.filter((row) => things.some((thing) => row.includes(thing)) && (subject.vserver === undefined || row.includes(subject.vserver))).flat(2).filter((cell) => known.has(cell)));
  if (found.size > 0) return [...found];
  const own = held()[place].outcomes[at - outcomes.findIndex((one) => one.place === place)];
  const words = [message, ...own.evidence.map((mark) => mark.row ?? mark.text)].flatMap((text) => text.match(/[\w.-]+/g) ?? []);
  return [...known].filter((name) => words.some((word) => word.replace(/\.+$/, "") === name));
}

const plain = (text) => text.replace(/\s+/g, " ").trim();
const bare = (text) => text.replace(/[\s`]+/g, "");

// Opens the page; whatever it asks for or complains of is a fault.
async function open({ hash = "", before, ...options } = {}) {
  const context = await browser.newContext({ viewport: { width: 1200, height: 900 }, ...options });
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const page = await context.newPage();
  const faults = [];
  const asked = [];
  page.on("console", (message) => faults.push(message.text()));
  page.on("pageerror", (error) => faults.push(error.message));
  page.on("dialog", (dialog) => { faults.push(dialog.message()); dialog.dismiss(); });
  page.on("request", (request) => asked.push(request.url()));
  if (before) await page.addInitScript(before);
  await page.goto(address + hash);
  await page.waitForFunction(() => document.querySelector("#report main") && !document.querySelector("[aria-busy]"));
  page.quiet = () => {
    assert.deepEqual(faults, []);
    assert.deepEqual(asked.filter((url) => !url.startsWith(address)), []);
    assert.equal(asked.length, 1);
  };
  return page;
}

// The findings that can be seen when all is opened.
async function shown(page) {
  return page.evaluate(() => {
    document.querySelectorAll(".rest details").forEach((details) => { details.open = true; details.fill(); });
    return [...document.querySelectorAll(".one")].filter((one) => one.checkVisibility()).length;
  });
}

async function choose(page, act) {
  await act();
  await page.waitForTimeout(30);
  return [await shown(page), await page.locator(".status").textContent()];
}

const cases = {
  async words() {
    const page = await open();
    const told = plain(readFileSync(`${folder}/report.txt`, "utf8")).replaceAll(" (-v lists them)", "");
    const texts = (selector) => page.locator(selector).allTextContents();
    const facts = new Map(await page.locator("header dl.facts > div").evaluateAll((rows) => rows.map((row) => [row.firstChild.textContent, row.lastChild.textContent])));
    const lines = [...(await texts(".digest")), ...facts.values(), ...(await texts(".target .facts dd"))];
    assert.ok(facts.has("examined") && facts.has("counts") && facts.get("exit code").startsWith(`${report.exit_code}, because `));
    for (const line of lines) {
      // A list of what was assumed stands on paper without its marks.
      const parts = line.split("; assumed:");
      for (const part of parts.slice(0, 1)) assert.ok(bare(told).includes(bare(part)), `${part}\n${told}`);
    }
    assert.match(await page.title(), new RegExp(`: ${report.verdict.replace("-", " ")}$`));
    // The blocks, in their order.
    const own = (await page.locator(".block h4").allTextContents()).map((text) => bare(text));
    const lists = readFileSync(`${folder}/report.txt`, "utf8").split("\n");
    const heads = lists.map((line, at) => [line, lists[at + 1] ?? ""]).filter(([line]) => /^(fail|unknown)( must | should | info | \()/.test(line));
    assert.equal(own.length, heads.length);
    heads.forEach(([line, next], at) => assert.ok(own[at] === bare(line) || own[at] === bare(line + next), `${own[at]}\n${line}`));
    // Each finding with all that stands there.
    const all = bare(await page.evaluate(() => document.querySelector("main").textContent));
    for (const { verdict, message, fix, note, expected } of outcomes.filter((one) => one.verdict === "fail")) {
      for (const text of [message, note, expected, ...fix]) assert.ok(all.includes(bare(text ?? "")), `${verdict} ${text}`);
    }
    assert.equal((await texts(".overview .way, .overview .command code")).length > 0, outcomes.some((one) => one.verdict === "fail" || one.verdict === "unknown"));
    for (const target of report.targets) {
      for (const next of target.capture_next ?? []) assert.ok((await texts(".next code")).includes(next.command), next.command);
    }
    page.quiet();
  },

  async filters() {
    const page = await open();
    const count = (is) => outcomes.filter(is).length;
    const told = (left) => (left === outcomes.length ? `all ${left} outcomes shown` : `${left} of ${outcomes.length} outcomes shown`);
    const reset = () => page.evaluate(() => { document.querySelector("form").reset(); });
    assert.deepEqual(await choose(page, async () => {}), [outcomes.length, told(outcomes.length)]);
    for (const verdict of ["fail", "unknown", "waived", "not-applicable", "pass"]) {
      await choose(page, reset);
      const left = count((one) => one.verdict !== verdict);
      assert.deepEqual(await choose(page, () => page.locator(`#filter-${verdict}`).uncheck()), [left, told(left)], verdict);
    }
    const selects = { severity: (one) => [one.severity], rule: (one) => [one.rule], node: nodes, target: (one) => [String(one.place)] };
    for (const [select, of] of Object.entries(selects)) {
      await choose(page, reset);
      const values = [...new Set(outcomes.flatMap((one, at) => of(one, at)))];
      if (select === "target" && values.length < 2) continue;
      const offered = await page.locator(`#filter-${select} option`).evaluateAll((all) => all.map((one) => one.value).filter((value) => value !== ""));
      assert.deepEqual(values.filter((value) => !offered.includes(value)), [], select);
      for (const value of values.slice(0, 6)) {
        const left = count((one, at) => of(one, at).includes(value));
        assert.deepEqual(await choose(page, () => page.locator(`#filter-${select}`).selectOption(value)), [left, told(left)], `${select} ${value}`);
      }
    }
    await choose(page, reset);
    assert.ok(outcomes.some((one, at) => one.subject.node === undefined && one.subject.lif !== undefined && nodes(one, at).length > 0));
    // Two at once, and words of a search.
    const { rule } = outcomes.find((one) => one.verdict === "fail");
    const both = count((one) => one.rule === rule && one.verdict === "fail");
    await page.locator("#filter-rule").selectOption(rule);
    for (const verdict of ["unknown", "pass", "waived", "not-applicable"]) await page.locator(`#filter-${verdict}`).uncheck();
    assert.deepEqual(await choose(page, async () => {}), [both, told(both)]);
    await page.getByRole("button", { name: "show all" }).click();
    assert.deepEqual(await choose(page, async () => {}), [outcomes.length, told(outcomes.length)]);
    const text = (one) => JSON.stringify(Object.values(one)).toLowerCase();
    const subject = outcomes.find((one) => one.verdict === "fail" && one.subject.lif)?.subject.lif ?? rule;
    const [found] = await choose(page, () => page.locator("#filter-q").fill(`${subject} FAILOVER`));
    const wanted = count((one) => text(one).includes(subject.toLowerCase()) && text(one).includes("failover"));
    assert.ok(found > 0 && found < outcomes.length);
    // The page finds ONTAP's rows too, which are not in the JSON report.
    assert.ok(found >= wanted - 1, `${found} ${wanted}`);
    assert.deepEqual((await choose(page, () => page.locator("#filter-q").fill("zzzz nowhere")))[0], 0);
    page.quiet();
  },

  async links() {
    const page = await open({ hash: "#verdict=fail&rule=lif-failover-local" });
    const left = outcomes.filter((one) => one.verdict === "fail" && one.rule === "lif-failover-local").length;
    assert.equal(await shown(page), left);
    await page.locator("#filter-q").fill("tweed");
    assert.equal(await page.evaluate(() => location.hash), "#verdict=fail&rule=lif-failover-local&q=tweed");
    await page.evaluate(() => { location.hash = "#severity=should"; });
    await page.waitForTimeout(50);
    assert.equal(await shown(page), outcomes.filter((one) => one.severity === "should").length);
    assert.equal(await page.locator("#filter-q").inputValue(), "");
    // A rule of the overview leads to its block, whatever is filtered away.
    await page.getByRole("button", { name: "lif-up", exact: true }).click();
    const focused = await page.evaluate(() => document.activeElement.textContent);
    assert.match(focused, /^fail must lif-up/);
    const before = await page.evaluate(() => scrollY);
    assert.ok(before > 0);
    page.quiet();
  },

  async copy() {
    const page = await open();
    await copied(page, (text) => page.evaluate(() => navigator.clipboard.readText()));
    const next = report.targets[0].capture_next.map((one) => one.command);
    await page.getByRole("button", { name: /^copy all of them/ }).click();
    assert.equal(await page.evaluate(() => navigator.clipboard.readText()), next.join("\n"));
    page.quiet();
  },

  async "copy-without-clipboard"() {
    const page = await open({ before: () => Object.defineProperty(Navigator.prototype, "clipboard", { value: undefined }) });
    assert.equal(await page.evaluate(() => navigator.clipboard), undefined);
    await copied(page, async () => {
      await page.locator("#filter-q").focus();
      await page.keyboard.press("Control+v");
      const text = await page.locator("#filter-q").inputValue();
      await page.locator("#filter-q").fill("");
      return text;
    });
    page.quiet();
  },

  async marks() {
    const page = await open();
    const failed = outcomes.filter((one) => one.verdict === "fail" && one.evidence.length > 0);
    await page.evaluate(() => document.querySelectorAll("button.more").forEach((button) => button.click()));
    const drawn = await page.locator(".block mark").allTextContents();
    let looked = 0;
    for (const mark of failed.flatMap((one) => one.evidence).filter((mark) => mark.text !== "")) {
      assert.ok(drawn.includes(mark.text), mark.text);
      looked += 1;
    }
    assert.ok(looked > 10);
    // The row of the LIF, its cell marked, the heading above it, and what is to be said of it below.
    const block = page.locator(".block", { has: page.locator("h4", { hasText: "must lif-failover-local" }) });
    const mark = failed.find((one) => one.rule === "lif-failover-local").evidence[0];
    const lines = (await block.locator("pre").first().textContent()).split("\n");
    const row = lines.findIndex((line) => line.startsWith(`${mark.line} `));
    assert.equal(await block.locator("mark").first().textContent(), mark.text);
    assert.ok(lines[row].includes(mark.text) && lines.slice(0, row).join().includes("Failover") && lines[row + 1].includes(mark.note));
    assert.equal(lines[row + 1].indexOf("^"), lines[row].indexOf(mark.text));
    // Its place leads to the answer, where it is marked too.
    await block.getByRole("button", { name: `${mark.source}:${mark.line}:${mark.column}` }).click();
    const there = page.locator(`details.answer[open] mark[data-line="${mark.line}"]`).first();
    assert.equal(await there.textContent(), mark.text);
    assert.ok(await there.isVisible());
    page.quiet();
  },

  async answers() {
    const page = await open();
    const { answers } = report.targets[0];
    const held = await page.evaluate(() => JSON.parse(document.querySelector("#report-value").textContent).targets[0]);
    assert.equal(await page.locator("details.answer").count(), answers.filter((one) => one.status !== "missing").length + (held.further_answers ?? []).length);
    const session = readFileSync("../../sample-outputs/many-faults/session.txt", "utf8").split("\n");
    for (const [at, answer] of answers.entries()) {
      if (answer.status === "missing") continue;
      const details = page.locator("details.answer").nth(at);
      await details.evaluate((element) => { element.open = true; element.fill(); });
      assert.ok((await details.locator("summary").textContent()).includes(answer.command));
      assert.equal(await details.locator("tbody tr").count(), answer.records, answer.command);
      const text = (await details.locator(".numbered pre").last().textContent()).split("\n");
      assert.deepEqual(text, session.slice(answer.line - 1, answer.line - 1 + text.length), answer.command);
      const numbers = (await details.locator(".numbered .number").textContent()).split("\n");
      assert.deepEqual([numbers[0], numbers.length], [String(answer.line), text.length]);
    }
    const tapes = answers.findIndex((one) => one.command === "storage tape show");
    const table = page.locator("details.answer").nth(tapes).locator("table");
    assert.ok((await table.locator("th").allTextContents()).includes("device-id"));
    page.quiet();
  },

  async print() {
    const page = await open();
    const opened = () => page.locator("details[open]").count();
    const before = await opened();
    const pdf = await page.pdf({ format: "A4" });
    assert.equal(await opened(), before);
    assert.ok(pdf.length > 50_000, String(pdf.length));
    writeFileSync(`${folder}/page.pdf`, pdf);
    let text;
    try {
      text = bare(execFileSync("pdftotext", ["-raw", `${folder}/page.pdf`, "-"], { encoding: "utf8", maxBuffer: 1 << 26 }).replaceAll("\f", ""));
    } catch (error) {
      assert.ok(error.code === "ENOENT" && process.env.CI !== "true", `pdftotext: ${error.message}`);
    }
    if (text !== undefined) {
      const lost = outcomes.flatMap((one) => (one.verdict === "pass" ? [one.rule] : [one.rule, one.message, ...one.fix])).filter((part) => !text.includes(bare(part)));
      assert.deepEqual(lost, []);
      assert.ok(!text.includes("anyweight"), "the filter is not printed");
    }
    page.quiet();
  },

  async keyboard() {
    const page = await open();
    await page.keyboard.press("/");
    assert.equal(await page.evaluate(() => document.activeElement.id), "filter-q");
    await page.keyboard.type("a/b");
    assert.equal(await page.locator("#filter-q").inputValue(), "a/b");
    await page.locator("#filter-q").fill("");
    // Everything that acts can be reached, and is seen when it is.
    const buttons = await page.locator("button:visible, select:visible, input:visible, summary:visible").count();
    const reached = new Set();
    for (let step = 0; step < buttons * 3; step += 1) {
      await page.keyboard.press("Tab");
      const at = await page.evaluate(() => {
        const own = document.activeElement;
        const all = [...document.querySelectorAll("button, select, input, summary")];
        return [all.indexOf(own), own === document.body || getComputedStyle(own).outlineStyle !== "none"];
      });
      assert.ok(at[1], "what has the focus shows it");
      if (at[0] >= 0) reached.add(at[0]);
    }
    assert.ok(reached.size >= buttons - 2, `${reached.size} of ${buttons}`);
    page.quiet();
  },

  async accessible() {
    for (const colorScheme of ["light", "dark"]) {
      const page = await open({ colorScheme });
      await page.evaluate(() => document.querySelectorAll("details").forEach((details) => { details.fill(); details.open = true; }));
      await page.evaluate(() => document.querySelectorAll(".block, .many").forEach((one) => { one.style.contentVisibility = "visible"; }));
      await page.evaluate(axe);
      const { violations, passes } = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ["violations"] }));
      assert.ok(passes.some((one) => one.id === "color-contrast"), "the colours were looked at");
      const told = violations.map((one) => `${one.impact} ${one.id}: ${one.nodes.slice(0, 2).map((node) => node.html.slice(0, 200)).join(" | ")}`);
      assert.deepEqual(told, [], colorScheme);
      const levels = await page.locator("h1, h2, h3, h4").evaluateAll((all) => all.map((one) => Number(one.tagName[1])));
      assert.equal(levels.filter((level) => level === 1).length, 1);
      levels.forEach((level, at) => assert.ok(at === 0 || level <= levels[at - 1] + 1));
      page.quiet();
    }
  },

  async narrow() {
    for (const width of [320, 360, 800, 1600]) {
      const page = await open({ viewport: { width, height: 800 } });
      await page.evaluate(() => document.querySelectorAll("details").forEach((details) => { details.fill(); details.open = true; }));
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth) <= width, String(width));
      // What is marked far to the right comes into view.
      const block = page.locator(".block figure", { has: page.locator("mark") }).first();
      await block.scrollIntoViewIfNeeded();
      await page.waitForTimeout(200);
      const [mark, box] = [await block.locator("mark").first().boundingBox(), await block.locator(".scroll").boundingBox()];
      assert.ok(mark.x >= box.x - 1 && mark.x + mark.width <= box.x + box.width + 1, String(width));
      page.quiet();
    }
  },

  async hostile() {
    const page = await open();
    await page.evaluate(() => document.querySelectorAll("details").forEach((details) => { details.fill(); details.open = true; }));
    const strange = await page.evaluate(() => [...document.querySelectorAll("#report *")].filter((one) =>
      ["IMG", "SCRIPT", "IFRAME", "B", "A", "STYLE", "LINK"].includes(one.tagName) || one.getAttributeNames().some((own) => own.startsWith("on") || own === "src")).length);
    assert.equal(strange, 0);
    assert.equal(await page.title(), "NDMP preflight: not ready");
    assert.equal(await page.locator("script").count(), 2);
    // The same text, with a mark for each sign that nobody sees.
    const text = await page.evaluate(() => document.querySelector("#report").textContent);
    const markup = "<img src=x onerror=document.title='owned'></script><script>document.title='owned'</script><!--&lt;\ufffd\ufffd";
    assert.ok(text.split(markup).length > 10, "it is there as text");
    assert.ok(text.includes("<b onclick=x>&amp;.txt"));
    const source = readFileSync(`${folder}/page.html`, "utf8");
    assert.equal(source.split("</script>").length, 3);
    assert.ok(!source.includes("\u2028"));
    page.quiet();
  },

  async separated() {
    const page = await open();
    const bad = outcomes.find((one) => one.rule === "tape-device-status" && one.verdict === "fail");
    const block = page.locator(".block", { has: page.locator("h4", { hasText: "tape-device-status" }) });
    const cells = (row) => row.locator("th, td").evaluateAll((all) => all.map((one) => one.firstChild?.textContent ?? ""));
    assert.deepEqual(await cells(block.locator("thead tr").first()), ["line", "node", "device-id", "device-type", "description", "status"]);
    assert.deepEqual(await cells(block.locator("tbody tr").first()), ["3", "c1-01", "0c.6", "tape drive", "IBM LTO 7 ULT3580", "offline"]);
    assert.deepEqual(await block.locator("mark").allTextContents(), [bad.evidence[0].text]);
    assert.ok((await block.textContent()).includes(bad.evidence[0].note));
    page.quiet();
  },

  async large() {
    const page = await open();
    const failed = outcomes.filter((one) => one.verdict === "fail");
    assert.equal(await page.locator(".block .one").count() >= failed.length, true);
    assert.equal(await shown(page), outcomes.length);
    const some = failed.find((one) => one.rule === "lif-failover-local" && one.subject.lif.endsWith("2345"));
    await page.locator("#filter-q").fill("ic2345 local-only");
    await page.waitForTimeout(50);
    const block = page.locator(".block:visible", { has: page.locator("h4", { hasText: "lif-failover-local" }) });
    const one = block.locator("li.one:visible");
    assert.equal(await one.count(), 1);
    assert.ok((await one.textContent()).includes(some.fix[0]));
    await one.locator("summary").click();
    assert.equal(await one.locator("mark").first().textContent(), some.evidence[0].text);
    assert.ok((await one.locator("pre").textContent()).includes("ic2345"));
    await block.getByRole("button", { name: /^copy all fixes/ }).click();
    assert.equal(await page.evaluate(() => navigator.clipboard.readText()), some.fix.join("\n"));
    page.quiet();
  },

  async plain() {
    const page = await open();
    const mark = outcomes.find((one) => one.verdict === "fail" && one.evidence.length > 0).evidence[0];
    assert.ok((await page.locator(".block mark").allTextContents()).includes(mark.text));
    assert.equal(await page.locator("details.answer").count(), 0);
    page.quiet();
  },

  async site() {
    const page = await open();
    assert.equal(await page.locator("h1").textContent(), "NDMP preflight: ready, with 1 must rule lowered by the site");
    assert.ok((await page.locator("header").textContent()).includes("lif-up is info (must)"));
    page.quiet();
  },

  async cut() {
    const page = await open();
    const text = await page.evaluate(() => document.querySelector("#report").textContent);
    assert.match(text, /cut off or was changed.*tells nothing/);
    page.quiet();
  },
};

// The first fix of a block, and what the button says then.
async function copied(page, read) {
  const bad = outcomes.find((one) => one.rule === "lif-failover-local" && one.verdict === "fail");
  const block = page.locator(".block", { has: page.locator("h4", { hasText: "must lif-failover-local" }) });
  const button = block.locator('[data-label="fix"] button');
  assert.equal(await button.textContent(), "copy");
  await button.click();
  await page.waitForFunction((element) => element.textContent === "copied", await button.elementHandle());
  assert.equal(await page.locator(".announced").textContent(), `copied: ${bad.fix[0]}`);
  assert.equal(await read(), bad.fix[0]);
}

try {
  await cases[name]();
} finally {
  await browser.close();
}
