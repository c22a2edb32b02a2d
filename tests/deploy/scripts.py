"""The scripts of a pipeline, in their order, as JSON: a list of objects with `job` and `script`.

Only PyYAML is needed, which ansible-core brings.
"""

import json
import sys

import yaml


def gitlab(value):
    for job, own in value.items():
        if isinstance(own, dict) and "script" in own:
            yield job, "\n".join(own["script"])


def github(value):
    for step in value["runs"]["steps"]:
        yield "action", step["run"]


def workflow(value):
    for job, own in value["jobs"].items():
        for step in own["steps"]:
            if "run" in step:
                yield job, step["run"]


def azure(value):
    for stage in value["stages"]:
        for job in stage["jobs"]:
            for step in job["steps"]:
                if "bash" in step:
                    yield job["job"], step["bash"]


def kubernetes(values):
    for value in values:
        spec = value["spec"].get("jobTemplate", value)["spec"]
        for container in spec["template"]["spec"]["containers"]:
            yield container["name"], container["args"][0]


def main():
    kind, path = sys.argv[1:]
    with open(path, encoding="utf-8") as file:
        values = list(yaml.safe_load_all(file))
    read = {"gitlab": gitlab, "github": github, "workflow": workflow, "azure": azure}.get(kind)
    found = kubernetes(values) if kind == "kubernetes" else read(values[0])
    json.dump([{"job": job, "script": script} for job, script in found], sys.stdout)


main()
