// Files and folders that are handed in: dropped, or chosen.

import { h } from "../../src/report/html/element.js";
import { counted } from "../../src/report/html/words.js";

// Larger ones are no answers of clusters, and more of them are none.
const MOST_BYTES = 512 * 1024 * 1024;
const MOST_FILES = 10_000;

// All files below an entry of a drop, with their paths; a folder as its path alone.
async function below(entry, path, all) {
  if (all.length >= MOST_FILES) return;
  if (entry.isFile) {
    all.push({ path, file: await new Promise((done, failed) => { entry.file(done, failed); }) });
    return;
  }
  all.push({ path });
  const reader = entry.createReader();
  for (;;) {
    const some = await new Promise((done, failed) => { reader.readEntries(done, failed); });
    if (some.length === 0) return;
    for (const one of some) await below(one, `${path}/${one.name}`, all);
  }
}

// What was dropped: files and folders.
export async function dropped(transfer) {
  const entries = [...transfer.items].filter((item) => item.kind === "file").map((item) => item.webkitGetAsEntry?.() ?? item.getAsFile());
  const all = [];
  for (const entry of entries.filter((one) => one !== null)) {
    if (entry instanceof File) all.push({ path: entry.name, file: entry }); else await below(entry, entry.name, all);
  }
  return all;
}

// What was chosen with a button.
export function chosen(input) {
  return [...input.files].map((file) => ({ path: file.webkitRelativePath || file.name, file }));
}

function topOf(path) {
  return path.split("/")[0];
}

// What is there, by the names at the top.
export class Handed {
  constructor(program, list, removed) {
    Object.assign(this, { program, list, removed });
    this.items = [];
  }

  // Takes files and folders; one of the same name is taken in place of the earlier one.
  async take(all) {
    const size = [...this.items, ...all].reduce((sum, { file }) => sum + (file?.size ?? 0), 0);
    if (size > MOST_BYTES || this.items.length + all.length > MOST_FILES) {
      const most = `${counted(MOST_FILES, "file")} of ${MOST_BYTES / 1024 / 1024} MB`;
      throw new Error(`that is more than ${most} together; drop the answers to the \`show\` commands alone`);
    }
    const tops = new Set(all.map(({ path }) => topOf(path)));
    tops.forEach((top) => this.forget(top));
    for (const { path, file } of all) await this.put(path, file);
    this.items.push(...all);
    this.draw();
  }

  async put(path, file) {
    if (file === undefined) await this.program.ask("putFolder", path);
    else await this.program.ask("put", path, new Uint8Array(await file.arrayBuffer()));
  }

  // Puts all of it into a program that has begun anew.
  async again() {
    for (const { path, file } of this.items) await this.put(path, file);
  }

  forget(top) {
    if (!this.items.some(({ path }) => topOf(path) === top)) return;
    this.items = this.items.filter(({ path }) => topOf(path) !== top);
    this.program.ask("remove", top).catch(() => {});
  }

  clear() {
    [...new Set(this.items.map(({ path }) => topOf(path)))].forEach((top) => this.forget(top));
    this.draw();
  }

  // How many texts there may be that are not in a folder.
  loose() {
    return this.items.filter(({ path, file }) => file !== undefined && !path.includes("/")).length;
  }

  draw() {
    const tops = [...new Set(this.items.map(({ path }) => topOf(path)))];
    const line = (top) => {
      const files = this.items.filter(({ path, file }) => file !== undefined && topOf(path) === top);
      const isFolder = this.items.some(({ path }) => path.startsWith(`${top}/`));
      const told = isFolder ? `${top}/ (${counted(files.length, "file")})` : top;
      const remove = () => { this.forget(top); this.draw(); this.removed(); };
      return h("li", {}, h("span", {}, told), " ", h("button", { type: "button", "aria-label": `take ${top} away`, on: { click: remove } }, "\u00d7"));
    };
    this.list.replaceChildren(...tops.map(line));
  }
}
