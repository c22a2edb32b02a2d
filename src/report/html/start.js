// The page that holds one report.

import { h } from "./element.js";
import { render } from "./viewer.js";

const place = document.querySelector("#report");
let report;
try {
  report = JSON.parse(document.querySelector("#report-value").textContent);
} catch {
  place.replaceChildren(h("main", {}, h("h1", {}, "NDMP preflight"), h("p", {}, "This file is cut off or was changed: the report in it cannot be read, and tells nothing. Write it again.")));
}
if (report !== undefined) render(report, place);
