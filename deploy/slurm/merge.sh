#!/bin/bash
# Makes one report of what the array of `check.sh` wrote, and ends as all parts together do.
#SBATCH --job-name=ndmp-preflight-report
#SBATCH --mem=1G
#SBATCH --time=00:10:00
set -euo pipefail
reports=${1:?the folder of the reports}
ndmp-preflight merge "$reports"/part-*.json --format html >"$reports/ndmp.html" || true
ndmp-preflight merge "$reports"/part-*.json --format junit >"$reports/ndmp.xml"
