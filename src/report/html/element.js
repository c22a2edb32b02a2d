// Elements of the page. Whatever a cluster printed becomes text, never markup.

import { seen } from "./words.js";

// An element with properties and children; what is no element is text.
export function h(tag, own = {}, ...children) {
  const element = document.createElement(tag);
  Object.entries(own).forEach(([name, value]) => {
    if (value === undefined || value === null || value === false) return;
    if (name === "on") Object.entries(value).forEach(([event, act]) => element.addEventListener(event, act));
    else if (name === "data") Object.assign(element.dataset, value);
    else element.setAttribute(name, value === true ? "" : seen(String(value)));
  });
  children.flat(Infinity).forEach((child) => {
    if (child === undefined || child === null || child === false || child === "") return;
    element.append(child instanceof Node ? child : document.createTextNode(seen(String(child))));
  });
  return element;
}

// A sentence whose commands between backticks are code, and whose options are not parted.
export function prose(text) {
  const parts = text.split("`");
  const options = (plain) => plain.split(/(--[a-z][a-z-]*)/).map((part, at) => (at % 2 === 1 ? h("span", { class: "option" }, part) : part));
  if (parts.length % 2 === 0) return options(text);
  return parts.map((part, at) => (at % 2 === 1 && part !== "" ? h("code", {}, part) : options(part)));
}

export function badge(word, text) {
  return h("span", { class: "badge", data: { word } }, text);
}

async function put(text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    // Without the right to write there, the old way.
    const area = h("textarea", { class: "aside", "aria-hidden": "true" });
    area.value = text;
    document.body.append(area);
    const before = document.activeElement;
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    before?.focus();
    if (!done) throw new Error("the browser lets nothing be copied");
  }
}

// A button that copies a text, which is made when it is wanted.
export function copyButton(text, label, name) {
  const shown = h("span", {}, label);
  const copy = async (event) => {
    const root = event.currentTarget.closest(".ndmp-report");
    let word = "copied";
    try {
      await put(seen(text()));
    } catch {
      word = "not copied: select it and copy by hand";
    }
    shown.textContent = word;
    const live = root?.querySelector(".announced");
    if (live) live.textContent = `${word}: ${name}`;
    setTimeout(() => { shown.textContent = label; }, 2000);
  };
  return h("button", { type: "button", class: "copy", "aria-label": `${label}: ${name}`, on: { click: copy } }, shown);
}

// A command that can be copied. Its options are not parted.
export function command(text) {
  const words = text.split(/( -[a-z][\w-]*)/).map((part, at) => (at % 2 === 1 ? [" ", h("span", { class: "option" }, part.slice(1))] : part));
  return h("span", { class: "command" }, h("code", {}, words), copyButton(() => text, "copy", text));
}

// A part that opens; what is in it is made when it opens first.
export function folded(summary, fill, own = {}) {
  const details = h("details", own, h("summary", {}, summary));
  details.fill = () => {
    if (details.isFilled) return;
    details.isFilled = true;
    details.append(...[fill()].flat());
  };
  details.addEventListener("toggle", () => { if (details.open) details.fill(); });
  return details;
}

// A table that scrolls by itself where it is too wide.
export function scrolled(label, ...children) {
  return h("div", { class: "scroll", tabindex: "0", role: "group", "aria-label": label }, ...children);
}

// Work in small pieces, so that the page answers meanwhile; `flush` does the rest at once.
export class Work {
  constructor() {
    this.waiting = [];
    this.done = () => {};
  }

  add(...pieces) {
    this.waiting.push(...pieces);
  }

  run(milliseconds) {
    const end = performance.now() + milliseconds;
    while (this.waiting.length > 0 && performance.now() < end) this.waiting.shift()();
    if (this.waiting.length > 0) setTimeout(() => this.run(12)); else this.done();
  }

  flush() {
    while (this.waiting.length > 0) this.waiting.shift()();
    this.done();
  }
}
