#!/usr/bin/env bash
# roll-out-under-load.sh URL KEY_FILE: restarts every pod of the service while k6 sends requests. k6 fails if a request
# fails.
set -euo pipefail

if [ $# -ne 2 ]; then
  sed -n '2,/^set/p' "$0" | sed '$d; s/^# \{0,1\}//' >&2
  exit 2
fi
here="$(cd "$(dirname "$0")" && pwd)"
# The certificate of run.sh is self-signed, so k6 cannot verify it.
k6 run --no-usage-report --insecure-skip-tls-verify -e "URL=$1" -e "API_KEY=$(cat "$2")" -e RATE=8 -e DURATION=90s \
  "$here/../../../e2e/load/mixed.k6.js" &
load=$!
sleep 15
kubectl -n sentiment rollout restart deployment/sentiment-api
kubectl -n sentiment rollout status deployment/sentiment-api --timeout 300s
wait "$load"
