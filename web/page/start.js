// The page begins: the program is unpacked in its worker, and then there is a desk to put things on.

import { h } from "../../src/report/html/element.js";
import { Desk } from "./desk.js";
import { Program } from "./program.js";

// What a browser needs for it.
const NEEDED = ["Worker", "WebAssembly", "DecompressionStream", "ResizeObserver"];

function cannot(why) {
  document.querySelector("#desk").replaceWith(h("main", { class: "ndmp-report" }, h("h1", {}, "NDMP preflight"), h("p", {}, why)));
}

const missing = NEEDED.filter((name) => globalThis[name] === undefined);
if (missing.length > 0) {
  cannot(`This browser is too old for this page: it lacks ${missing.join(", ")}. Any of the last three years does.`);
} else {
  const program = new Program();
  program.start().then((about) => new Desk(program, about), (error) => cannot(`The program in this page could not be started: ${error.message}`));
}
