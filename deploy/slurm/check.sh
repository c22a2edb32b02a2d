#!/bin/bash
# An array of jobs judges a folder of captures, a part each:
#
#   parts=$(sbatch --parsable --array=1-8 check.sh captures reports)
#   sbatch --dependency=afterany:$parts merge.sh reports
#
# A part that is not ready ends with 0: `merge.sh` ends as all of them together do. A wrong call (2) ends as itself.
#SBATCH --job-name=ndmp-preflight
#SBATCH --cpus-per-task=2
#SBATCH --mem=1G
#SBATCH --time=01:00:00
set -euo pipefail
captures=${1:?the folder of the captures} reports=${2:?the folder of the reports}
# Arrays may begin with another number than 1, and leave some out.
part=$((SLURM_ARRAY_TASK_ID - SLURM_ARRAY_TASK_MIN + 1))
mkdir -p "$reports"
code=0
ndmp-preflight check --from "$captures" --shard "$part/$SLURM_ARRAY_TASK_COUNT" -q --jobs "${SLURM_CPUS_PER_TASK:-1}" \
  --report "json=$reports/part-$part.json" || code=$?
[ "$code" != 2 ] || exit 2
