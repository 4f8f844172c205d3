#!/usr/bin/env bash
# run.sh: installs the tools, and checks the manifests, scripts and workflows. `npm run deploy:check` runs it. With
# DEPLOY_FULL=1, it also checks a control plane, images and load, and runs scanners.
set -euo pipefail
cd "$(dirname "$0")/../.."

options=()
projects=(--project deploy)
if [ -n "${DEPLOY_FULL:-}" ]; then
  options+=(--full)
  projects+=(--project deploy-full)
fi
deploy/check/install-tools.sh "${options[@]}"
npx vitest run "${projects[@]}"
