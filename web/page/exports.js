// The report in other formats: saved as files, or copied for a ticket.

import { h } from "../../src/report/html/element.js";

// Format, words, end of the file's name, kind of content.
const KINDS = [
  ["html", "HTML page", ".html", "text/html"],
  ["json", "JSON", ".json", "application/json"],
  ["junit", "JUnit", ".xml", "application/xml"],
  ["markdown", "Markdown", ".md", "text/markdown"],
  ["handoff-markdown", "Handoff sheet", "-handoff.md", "text/markdown"],
];

// Saves bytes as a file.
export function saved(bytes, name, type) {
  const address = URL.createObjectURL(new Blob([bytes], { type }));
  const link = h("a", { href: address, download: name, hidden: true });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

// What a file is called after: the targets, as a file may be called.
function stemOf(report) {
  const [first, ...others] = report.targets.map(({ target, cluster }) => cluster ?? target);
  const name = others.length === 0 ? first : `${report.targets.length}-targets`;
  return `${(name ?? "report").replace(/[^\w.-]+/g, "_").slice(0, 60)}-ndmp-preflight`;
}

// Buttons for the report; `ask` gives the bytes of a format.
export function exportsOf(report, ask, failed) {
  const stem = stemOf(report);
  const save = ([format, words, end, type]) => {
    const click = () => ask(format).then((bytes) => saved(bytes, stem + end, type)).catch(failed);
    return h("button", { type: "button", "aria-label": `save as ${words}`, data: { format }, on: { click } }, words);
  };
  return [h("span", { class: "label" }, "Save as"), ...KINDS.map(save)];
}
