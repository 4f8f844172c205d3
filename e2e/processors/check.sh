#!/usr/bin/env bash
# check.sh [model folder]: golden answers of a model on other processors than this one, by user-mode emulation: an x64
# without AVX512 and one without AVX2. Needs the built service and Debian's qemu-user. (arm64 cannot be had this way: ONNX
# Runtime 1.30 ends with a segmentation fault while it is loaded under Debian 12's qemu-aarch64 7.2, whatever the CPU; Node runs.)
set -euo pipefail
cd "$(dirname "$0")/../.."
model="${1:-model-artifacts/minilm-l6-sst2}"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
command -v qemu-x86_64 > /dev/null || { echo 'check.sh: install qemu-user' >&2; exit 2; }
program="$PWD/dist/e2e/processors/golden-answers.js"

echo '== this processor'
node "$program" "$model" "$work/answers.json"
for cpu in Haswell Nehalem; do
  echo "== x64, $cpu"
  qemu-x86_64 -cpu "$cpu" "$(command -v node)" "$program" "$model" "$work/answers.json" 2>&1 | grep -v "^qemu-x86_64: warning"
done
