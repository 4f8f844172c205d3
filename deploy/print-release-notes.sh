#!/usr/bin/env bash
# print-release-notes.sh VERSION: prints the section of CHANGELOG.md about VERSION, such as 1.0.0.
#
# Exit 1: package.json has another version, or CHANGELOG.md has no section about VERSION; 2: wrong use.
set -euo pipefail

if [ "${1:-}" = --help ] || [ $# -ne 1 ]; then
  sed -n '2,/^set/p' "$0" | sed '$d; s/^# \{0,1\}//'
  [ "${1:-}" = --help ] && exit 0
  exit 2
fi
version="$1"
root="$(cd "$(dirname "$0")/.." && pwd)"

if ! grep -qF "\"version\": \"$version\"" "$root/package.json"; then
  echo "print-release-notes.sh: package.json has another version than $version" >&2
  exit 1
fi
# The section ends at the next heading of the same level.
notes="$(awk -v version="$version" '/^## /{ inside = $2 == version; next } inside' "$root/CHANGELOG.md")"
if [ -z "$notes" ]; then
  echo "print-release-notes.sh: CHANGELOG.md has no section $version" >&2
  exit 1
fi
echo "$notes"
