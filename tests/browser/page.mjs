// What is looked at of the page that checks, in a real browser: node page.mjs CASE BROWSER FOLDER PAGE.

import assert from "node:assert/strict";
import { existsSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const [name, executablePath, folder, file] = process.argv.slice(2);
const address = pathToFileURL(file).href;
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const isRoot = process.getuid?.() === 0;
const browser = await chromium.launch({ executablePath, args: isRoot ? ["--no-sandbox"] : [] });
const text = (own) => readFileSync(`${folder}/${own}`, "utf8");
const session = () => text("session.txt").replaceAll("\r\n", "\n");

// Opens the page; whatever it asks for or complains of is a fault, and so is whatever it keeps.
async function open(options = {}) {
  const context = await browser.newContext({ viewport: { width: 1400, height: 900 }, acceptDownloads: true, ...options });
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const page = await context.newPage();
  const faults = [];
  const asked = [];
  page.on("console", (message) => faults.push(message.text()));
  page.on("pageerror", (error) => faults.push(error.message));
  page.on("dialog", (dialog) => { faults.push(dialog.message()); dialog.dismiss(); });
  context.on("request", (request) => asked.push(request.url()));
  // All files are of one day.
  await page.clock.setFixedTime(new Date("2026-11-22T12:00:00Z"));
  await page.goto(address);
  await page.locator("#paste").waitFor();
  page.quiet = async () => {
    assert.deepEqual(faults, []);
    // The page itself, its worker, and what it saves, which are all its own.
    assert.deepEqual(asked.filter((url) => url !== address && !url.startsWith("blob:")), []);
    const kept = await page.evaluate(async () => [document.cookie, localStorage.length, sessionStorage.length, (await indexedDB.databases()).length]);
    assert.deepEqual(kept, ["", 0, 0, 0]);
  };
  return page;
}

// Until all that was handed in is judged, and the report is drawn.
async function judged(page) {
  await page.waitForFunction(() => {
    const told = document.querySelector("#state-text").textContent;
    return told !== "" && !told.endsWith("...") && !told.startsWith("nothing is handed in") && !document.querySelector("#report [aria-busy]");
  });
}

// What is done, and then judged.
async function then(page, act) {
  await page.evaluate(() => { document.querySelector("#state-text").textContent = "waiting ..."; });
  await act();
  await judged(page);
}

async function pasted(page, words) {
  await page.evaluate((own) => navigator.clipboard.writeText(own), words);
  await page.locator("#paste").focus();
  await then(page, () => page.keyboard.press("Control+v"));
}

async function handedIn(page, given) {
  const isFolder = (own) => existsSync(`${folder}/${own}/.`);
  for (const own of given) await then(page, () => page.locator(isFolder(own) ? "#folder" : "#files").setInputFiles(`${folder}/${own}`));
}

// The report in a format, as the page saves it.
async function saved(page, format) {
  const [download] = await Promise.all([page.waitForEvent("download"), page.locator(`#exports [data-format="${format}"]`).click()]);
  return { name: download.suggestedFilename(), text: readFileSync(await download.path(), "utf8") };
}

// The places of marks in the box, by what stands there.
function marksIn(page, box) {
  return page.locator(`${box} mark`).evaluateAll((all) => all.map((one) => one.textContent));
}

const cases = {
  async alike() {
    const page = await open();
    await handedIn(page, text("given").split("\n"));
    await then(page, () => page.locator("#files").setInputFiles(`${folder}/ndmp-preflight.toml`));
    for (const format of ["json", "junit", "markdown", "html", "handoff-markdown"]) {
      const own = await saved(page, format);
      assert.equal(own.text, text(`report.${format}`), format);
    }
    const report = JSON.parse(text("report.json"));
    assert.equal(await page.title(), `NDMP preflight: ${report.verdict.replace("-", " ")}`);
    await page.quiet();
  },

  // Folders of many clusters, each with its plan: what the program says of all of them.
  async many() {
    const page = await open();
    for (const group of readdirSync(folder).filter((own) => existsSync(`${folder}/${own}/report.json`))) {
      await page.getByRole("button", { name: "Clear all" }).click();
      await page.waitForFunction(() => document.querySelector("#state-text").textContent.startsWith("nothing is handed in"));
      await then(page, () => page.locator("#folder").setInputFiles(`${folder}/${group}/in`));
      await then(page, () => page.locator("#files").setInputFiles(`${folder}/${group}/ndmp-preflight.toml`));
      const own = await saved(page, "json");
      assert.equal(own.text, text(`${group}/report.json`), group);
    }
    await page.quiet();
  },

  async live() {
    const page = await open();
    const report = JSON.parse(text("report.json"));
    const whole = session();
    await pasted(page, whole);
    assert.equal(await page.locator("#paste").inputValue(), whole);
    const told = JSON.parse((await saved(page, "json")).text);
    const bare = (one) => one.targets.flatMap(({ outcomes }) => outcomes.map(({ evidence, ...own }) => ({ ...own, evidence: evidence.map(({ source, ...mark }) => mark) })));
    assert.deepEqual(bare(told), bare(report));
    // A word that is typed changes the verdict, and what was there before is not shown after it.
    const failed = () => page.locator(".block h4", { hasText: "fail must lif-failover-local" }).count();
    assert.equal(await failed(), 1);
    await then(page, () => page.locator("#paste").fill(whole.replaceAll("broadcast-domain-wide", "local-only           ")));
    assert.equal(await failed(), 0);
    await page.getByRole("button", { name: "Clear all" }).click();
    await page.waitForFunction(() => document.querySelector("h1").textContent === "NDMP preflight");
    assert.equal(await page.locator("#paste").inputValue(), "");
    // While it is typed, key by key.
    await page.locator("#paste").focus();
    await page.keyboard.type("tay::> version\nNetApp Release 9.12.1P4: Thu Jun 15 12:03:10 UTC 2023\n\ntay::> ", { delay: 5 });
    await page.waitForFunction(() => document.querySelector(".facts")?.textContent.includes("9.12.1P4"));
    await judged(page);
    assert.match(await page.locator("h1").textContent(), /undecided/);
    await page.quiet();
  },

  async marks() {
    const page = await open();
    await pasted(page, session());
    const report = JSON.parse(text("report.json"));
    const failed = report.targets[0].outcomes.filter(({ verdict }) => verdict === "fail").flatMap(({ evidence }) => evidence).filter(({ length }) => length > 0);
    const mark = failed.find(({ note }) => note === "should be local-only");
    // The place in the report leads to the cell in the text.
    await page.locator("#report").getByRole("button", { name: `paste:${mark.line}:${mark.column}` }).first().click();
    await page.waitForFunction(() => document.querySelector("#back mark[data-current]"));
    assert.equal(await page.locator("#back mark[data-current]").textContent(), mark.text);
    assert.match(await page.locator("#told").textContent(), /should be local-only/);
    const [cell, box] = [await page.locator("#back mark[data-current]").boundingBox(), await page.locator("#sheet").boundingBox()];
    assert.ok(cell.y > box.y && cell.y + cell.height < box.y + box.height && cell.x >= box.x);
    // Letters and marks lie upon each other: the caret that is set at the cell is where the mark is.
    assert.deepEqual(await page.evaluate(() => {
      const [paste, back] = ["paste", "back"].map((id) => document.getElementById(id));
      const of = (one) => { const own = getComputedStyle(one); return [own.fontFamily, own.fontSize, own.lineHeight, own.tabSize, own.letterSpacing]; };
      return [of(paste).join() === of(back).join(), back.parentElement.getBoundingClientRect().x === paste.getBoundingClientRect().x];
    }), [true, true]);
    // And the cell to its finding.
    await page.getByRole("button", { name: "show the finding" }).click();
    assert.match(await page.evaluate(() => document.activeElement.textContent), /^fail must lif-failover/);
    // One after another, each is a cell of the evidence.
    const all = new Set(report.targets[0].outcomes.filter(({ verdict }) => ["fail", "unknown"].includes(verdict)).flatMap(({ evidence }) => evidence.filter(({ length }) => length > 0).map((one) => `${one.line}:${one.column}`)));
    const count = Number(/of (\d+) marked/.exec(await page.locator("#told").textContent())[1]);
    assert.equal(count, all.size);
    for (let step = 0; step < 5; step += 1) {
      await page.getByRole("button", { name: "the next marked cell" }).click();
      assert.equal(await page.locator("#back mark[data-current]").count(), 1);
    }
    // A file has them too.
    await page.getByRole("button", { name: "Clear all" }).click();
    await handedIn(page, ["session.txt"]);
    await page.locator("#report").getByRole("button", { name: `session.txt:${mark.line}:${mark.column}` }).first().click();
    await page.waitForFunction(() => document.querySelector("#rows mark[data-current]"));
    assert.equal(await page.locator("#rows mark[data-current]").textContent(), mark.text);
    assert.ok((await marksIn(page, "#rows")).includes(mark.text));
    await page.quiet();
  },

  async plan() {
    const page = await open();
    await pasted(page, session());
    await page.locator("#plan summary").click();
    const field = (label) => page.locator("#form").getByLabel(label, { exact: true });
    const titles = await field("Backup application").locator("option").allTextContents();
    assert.ok(titles.length > 5, String(titles));
    await then(page, () => field("Backup application").selectOption("netbackup"));
    await then(page, () => field("Addresses from which it connects").fill("192.0.2.9, 2001:db8::9"));
    await then(page, () => field("Data SVMs with an NDMP service of their own").fill("svm \"1\""));
    await then(page, () => field("Streams at the same time").fill("4"));
    let { planned, dma } = JSON.parse((await saved(page, "json")).text).targets[0];
    assert.deepEqual([dma, planned.dma_addresses, planned.svms, planned.streams], ["netbackup", ["192.0.2.9", "2001:db8::9"], ["svm", "\"1\""], 4]);
    // What cannot be meant is told beside its field, and nothing is judged by it.
    await then(page, () => field("Addresses from which it connects").fill("192.0.2."));
    assert.equal(await field("Addresses from which it connects").getAttribute("aria-invalid"), "true");
    assert.match(await page.locator("#plan-dma-address-wrong").textContent(), /`192\.0\.2\.` is not an IP address/);
    assert.ok(await page.locator("#exports").isHidden());
    assert.equal(await page.locator("#report.stale").count(), 1);
    await then(page, () => field("Addresses from which it connects").fill(""));
    assert.ok(await page.locator("#plan-dma-address-wrong").isHidden());
    await then(page, () => field("Streams at the same time").fill("many"));
    assert.match(await page.locator("#plan-streams-wrong").textContent(), /^`streams` is not a number; expected a whole number/);
    await then(page, () => field("Streams at the same time").fill("4"));
    // It is saved as a configuration, which the page takes again.
    const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "Save as ndmp-preflight.toml" }).click()]);
    assert.equal(readFileSync(await download.path(), "utf8"), "[backup]\ndma = \"netbackup\"\nsvms = [\"svm\", \"\\\"1\\\"\"]\nstreams = 4\n");
    await then(page, () => page.getByRole("button", { name: "Empty the form" }).click());
    assert.equal(JSON.parse((await saved(page, "json")).text).targets[0].dma, null);
    const own = { name: "ndmp-preflight.toml", mimeType: "", buffer: readFileSync(await download.path()) };
    await then(page, () => page.locator("#files").setInputFiles(own));
    ({ planned, dma } = JSON.parse((await saved(page, "json")).text).targets[0]);
    assert.deepEqual([dma, planned.streams], ["netbackup", 4]);
    await page.quiet();
  },

  async commands() {
    const page = await open();
    await page.locator("#capture summary").click();
    await page.waitForFunction(() => document.querySelector("#commands").textContent !== "");
    const shown = await page.locator("#commands").textContent();
    const of = (words) => words.split("<<'END'\n")[1].split("END\n")[0];
    assert.equal(shown, `rows 0\n${of(text("plan.sh"))}`);
    await page.getByRole("button", { name: /^copy the commands/ }).click();
    assert.equal(await page.evaluate(() => navigator.clipboard.readText()), shown);
    await page.getByRole("button", { name: /^copy the loop for PuTTY/ }).click();
    const loop = await page.evaluate(() => navigator.clipboard.readText());
    assert.ok(loop.includes("plink -ssh -batch admin@cluster1") && loop.includes("\ncluster show\n"));
    // The plan decides what is needed.
    await page.locator("#plan summary").click();
    await page.locator("#form").getByLabel("Data SVMs with an NDMP service of their own", { exact: true }).fill("vs1");
    await page.waitForFunction((own) => document.querySelector("#commands").textContent === own, `rows 0\n${of(text("plan-vs1.sh"))}`);
    // What to capture next stands in the report, and is copied from there.
    await pasted(page, session());
    const next = JSON.parse((await saved(page, "json")).text).targets[0].capture_next.map(({ command }) => command);
    await page.getByRole("button", { name: /^copy all of them/ }).click();
    assert.equal(await page.evaluate(() => navigator.clipboard.readText()), next.join("\n"));
    await page.quiet();
  },

  async joined() {
    const page = await open();
    const lines = session().split("\n");
    const at = lines.findIndex((line) => line.includes("::> storage tape show"));
    const [head, tail] = [lines.slice(0, at).join("\n"), lines.slice(at).join("\n")];
    const buffer = (words) => ({ name: "first.txt", mimeType: "text/plain", buffer: Buffer.from(`${words}\n`) });
    await then(page, () => page.locator("#files").setInputFiles(buffer(head)));
    const answers = async () => JSON.parse((await saved(page, "json")).text).targets.map(({ target, answers: all }) => [target, all.filter(({ status }) => status !== "missing").length]);
    const [[, few]] = await answers();
    await pasted(page, tail);
    const both = await answers();
    assert.deepEqual([both.length, both[0][0]], [1, "texts"]);
    assert.ok(both[0][1] > few);
    await then(page, () => page.getByLabel("each text is of another cluster").check());
    assert.deepEqual((await answers()).map(([target]) => target), ["first", "paste"]);
    await then(page, () => page.getByRole("button", { name: "take first.txt away" }).click());
    assert.deepEqual((await answers()).map(([target]) => target), ["paste"]);
    await page.quiet();
  },

  async keyboard() {
    const page = await open();
    await page.keyboard.press("Tab");
    await page.evaluate((own) => navigator.clipboard.writeText(own), session());
    // To the box, as somebody without a mouse gets there.
    for (let step = 0; step < 10 && !(await page.evaluate(() => document.activeElement.id === "paste")); step += 1) await page.keyboard.press("Tab");
    await then(page, () => page.keyboard.press("Control+v"));
    // Everything that acts can be reached, and is seen when it is.
    const buttons = await page.locator("button:visible, select:visible, input:visible, summary:visible, textarea:visible").count();
    const reached = new Set();
    for (let step = 0; step < buttons * 2; step += 1) {
      await page.keyboard.press("Tab");
      const at = await page.evaluate(() => {
        const own = document.activeElement;
        const all = [...document.querySelectorAll("button, select, input, summary, textarea")];
        return [all.indexOf(own), own === document.body || getComputedStyle(own).outlineStyle !== "none"];
      });
      assert.ok(at[1], "what has the focus shows it");
      if (at[0] >= 0) reached.add(at[0]);
    }
    assert.ok(reached.size >= buttons - 3, `${reached.size} of ${buttons}`);
    // A slash that is typed is a letter; elsewhere it leads to the search.
    await page.locator("#paste").focus();
    await page.keyboard.press("Control+End");
    await then(page, () => page.keyboard.type("/"));
    assert.ok((await page.locator("#paste").inputValue()).endsWith("/"));
    await page.locator("h4").first().focus();
    await page.keyboard.press("/");
    assert.equal(await page.evaluate(() => document.activeElement.id), "filter-q");
    await page.quiet();
  },

  async accessible() {
    for (const colorScheme of ["light", "dark"]) {
      const page = await open({ colorScheme });
      await looked(page, `${colorScheme}, empty`);
      await pasted(page, session());
      await page.getByRole("button", { name: "the next marked cell" }).click();
      await page.locator("#plan summary").click();
      await page.locator("#capture summary").click();
      await page.waitForFunction(() => document.querySelector("#commands").textContent !== "");
      await looked(page, `${colorScheme}, judged`);
      await then(page, () => page.locator("#form").getByLabel("Streams at the same time").fill("many"));
      await looked(page, `${colorScheme}, with a fault`);
      await page.quiet();
    }
  },

  async widths() {
    for (const width of [320, 360, 800, 1119, 1121, 1600, 2560]) {
      const page = await open({ viewport: { width, height: 800 } });
      await pasted(page, session());
      await page.locator("#plan summary").click();
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth) <= width, String(width));
      const box = await page.locator("#sheet").boundingBox();
      assert.ok(box.width >= Math.min(280, width - 60) && box.height > 150, `${width}: ${box.width} x ${box.height}`);
      if (width < 1120) {
        // The verdict is in view, and leads to the report.
        const bar = await page.locator("#state").boundingBox();
        assert.ok(bar.y + bar.height <= 801 && bar.y > 0, `${width}: ${bar.y}`);
        await page.getByRole("button", { name: "to the report" }).click();
        assert.ok(await page.evaluate(() => document.activeElement.tagName === "H1"));
      }
      await page.context().close();
    }
  },

  async faults() {
    const page = await open();
    await pasted(page, session());
    const toml = (words) => ({ name: "ndmp-preflight.toml", mimeType: "", buffer: Buffer.from(words) });
    await then(page, () => page.locator("#files").setInputFiles(toml("[[waiver]]\nrule = \"lif-home\"\nreasn = \"x\"\n")));
    const told = await page.locator("#trouble").textContent();
    assert.ok(told.includes("Nothing was judged") && told.includes("ndmp-preflight.toml:3") && told.includes("did you mean `reason`"), told);
    assert.ok(await page.locator("#exports").isHidden());
    await then(page, () => page.locator("#files").setInputFiles(toml("rules = \"site\"\n")));
    assert.match(await page.locator("#trouble").textContent(), /names rules of its own, in site: hand in that folder too/);
    await then(page, () => page.getByRole("button", { name: "take ndmp-preflight.toml away" }).click());
    assert.ok(await page.locator("#trouble").isHidden());
    assert.equal((await saved(page, "json")).text.length > 1000, true);
    await page.quiet();
  },

  // A fault of the program ends nothing but what it was at.
  async broken() {
    const page = await open();
    writeFileSync(`${folder}/broken.html`, readFileSync(file, "utf8").replace("held.check(order)", "(order.includes(\"BREAK\") ? wasm_bindgen.nothing() : held.check(order))"));
    await page.goto(pathToFileURL(`${folder}/broken.html`).href);
    await page.locator("#paste").waitFor();
    await then(page, () => page.locator("#files").setInputFiles(`${folder}/session.txt`));
    const before = (await saved(page, "json")).text;
    await page.getByRole("button", { name: "Paste more" }).click();
    await then(page, () => page.locator("#paste").fill("BREAK"));
    assert.match(await page.locator("#trouble").textContent(), /a fault of this program, not of the cluster, ended it/);
    assert.ok(await page.locator("#exports").isHidden());
    await then(page, () => page.locator("#paste").fill(""));
    assert.equal((await saved(page, "json")).text, before);
    assert.ok(await page.locator("#trouble").isHidden());
  },

  async hostile() {
    const page = await open();
    const [own] = readdirSync(`${folder}/in`);
    const words = readFileSync(`${folder}/in/${own}`, "utf8");
    await pasted(page, words);
    await page.getByRole("button", { name: "the next marked cell" }).click();
    await then(page, () => page.locator("#files").setInputFiles(`${folder}/in/${own}`));
    await page.locator("#source").selectOption(own);
    await page.evaluate(() => document.querySelectorAll("details").forEach((details) => { details.fill?.(); details.open = true; }));
    const strange = await page.evaluate(() => [...document.querySelectorAll(".given *, #report *")].filter((one) =>
      ["IMG", "SCRIPT", "IFRAME", "B", "A", "STYLE", "LINK"].includes(one.tagName) || one.getAttributeNames().some((name) => name.startsWith("on") || name === "src")).length);
    assert.equal(strange, 0);
    assert.match(await page.title(), /^NDMP preflight: /);
    assert.equal(await page.locator("script").count(), 3);
    // Even what tries is stopped by the policy.
    const tried = await page.evaluate(async () => {
      const all = await Promise.allSettled([fetch("https://192.0.2.1/"), fetch("data:text/plain,x"), navigator.serviceWorker?.register?.("x.js") ?? Promise.reject(new Error("none"))]);
      const image = new Image();
      const failed = new Promise((done) => { image.onerror = () => done(true); image.onload = () => done(false); });
      image.src = "https://192.0.2.1/x.png";
      return [...all.map(({ status }) => status), await failed];
    });
    assert.deepEqual(tried, ["rejected", "rejected", "rejected", true]);
  },

  async secret() {
    const page = await open();
    const secret = text("secret");
    const words = readFileSync(`${folder}/in/session.txt`, "utf8");
    assert.ok(words.includes(secret));
    // What is shown at any moment.
    await page.evaluate((own) => {
      globalThis.leaked = 0;
      const look = () => { if (document.body.textContent.includes(own) || document.querySelector("#paste").value.includes(own)) globalThis.leaked += 1; requestAnimationFrame(look); };
      look();
    }, secret);
    await pasted(page, words);
    const shown = await page.locator("#paste").inputValue();
    assert.ok(!shown.includes(secret) && shown.includes(`Password: ${"*".repeat(secret.length)}`));
    for (const format of ["json", "html", "markdown", "junit"]) assert.ok(!(await saved(page, format)).text.includes(secret), format);
    await then(page, () => page.locator("#files").setInputFiles(`${folder}/in/session.txt`));
    await page.locator("#source").selectOption("session.txt");
    await page.locator("#reader").evaluate((box) => { box.scrollTop = box.scrollHeight; });
    await page.waitForTimeout(200);
    assert.ok((await page.locator("#rows").textContent()).includes("Password: ****"));
    assert.equal(await page.evaluate(() => globalThis.leaked), 0);
    // What is typed is masked as soon as it is judged.
    await page.getByRole("button", { name: "Clear all" }).click();
    await then(page, () => page.locator("#paste").fill(words));
    await page.waitForFunction((own) => !document.querySelector("#paste").value.includes(own), secret);
    await page.quiet();
  },

  async large() {
    const page = await open();
    await then(page, () => page.locator("#folder").setInputFiles(`${folder}/in`));
    const report = JSON.parse((await saved(page, "json")).text);
    assert.ok(report.targets[0].summary.fail >= 5000);
    assert.match(await page.locator("#told").textContent(), /\d{4} marked cells/);
    // Only what is in view is drawn of the text.
    const drawn = () => page.locator("#rows").evaluate((rows) => rows.textContent.split("\n").length);
    assert.ok(await drawn() < 200);
    await page.locator("#reader").evaluate((box) => { box.scrollTop = box.scrollHeight; });
    await page.waitForTimeout(200);
    assert.ok((await page.locator("#rows").textContent()).includes("2500 entries were displayed."));
    assert.ok(await drawn() < 200);
    // A paste of megabytes is kept as a file, and what is shown of it is in view.
    await page.getByRole("button", { name: "Clear all" }).click();
    const [own] = readdirSync(`${folder}/in`).filter((one) => one.startsWith("network"));
    const rows = readFileSync(`${folder}/in/${own}`, "utf8");
    const words = `c1::> version\n${readFileSync(`${folder}/in/version.txt`, "utf8")}\n${"# what somebody wrote\n".repeat(220_000)}c1::> ${rows.slice(0, 0)}`;
    assert.ok(words.length > 4_500_000);
    await page.evaluate(() => { globalThis.longest = 0; let last = performance.now(); const look = () => { const now = performance.now(); globalThis.longest = Math.max(globalThis.longest, now - last); last = now; setTimeout(look, 0); }; look(); });
    await pasted(page, words);
    assert.equal(await page.locator("#paste").inputValue(), "");
    assert.equal(await page.getByRole("button", { name: "take pasted-1.txt away" }).count(), 1);
    assert.ok(await drawn() < 200);
    await page.quiet();
  },
};

// What a program for those who cannot see finds at fault.
async function looked(page, what) {
  await page.evaluate(() => document.querySelectorAll("#report details").forEach((details) => { details.fill?.(); details.open = true; }));
  await page.evaluate(() => document.querySelectorAll(".block, .many").forEach((one) => { one.style.contentVisibility = "visible"; }));
  await page.evaluate(axe);
  const { violations, passes } = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ["violations"] }));
  assert.ok(passes.some((one) => one.id === "color-contrast"), "the colours were looked at");
  const told = violations.map((one) => `${one.impact} ${one.id}: ${one.nodes.slice(0, 3).map((node) => node.html.slice(0, 200)).join(" | ")}`);
  assert.deepEqual(told, [], what);
  assert.equal(await page.locator("h1:visible").count(), 1, what);
  assert.equal(await page.locator("main:visible").count(), 1, what);
}

try {
  await cases[name]();
} finally {
  await browser.close();
}
