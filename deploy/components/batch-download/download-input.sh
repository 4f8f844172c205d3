#!/bin/sh
# download-input.sh URL_FILE INPUT: downloads the address in URL_FILE to INPUT, unless INPUT is there. Only the pod with
# JOB_COMPLETION_INDEX 0 downloads; the others wait for it, at most DOWNLOAD_WAIT_SECONDS (86400), and look each
# DOWNLOAD_INTERVAL_SECONDS (5). DOWNLOAD_RETRIES (10): attempts after the first one.
# Needs a POSIX shell and curl. Exit 0: INPUT is there; 1: it is not; 2: wrong use.
set -eu

if [ $# -ne 2 ]; then
  sed -n '2,/^set/p' "$0" | sed '$d; s/^# \{0,1\}//' >&2
  exit 2
fi
url_file="$1" input="$2"
interval_seconds="${DOWNLOAD_INTERVAL_SECONDS:-5}"

if [ "${JOB_COMPLETION_INDEX:-0}" != 0 ]; then
  waited_seconds=0
  while [ ! -f "$input" ]; do
    if [ "$waited_seconds" -ge "${DOWNLOAD_WAIT_SECONDS:-86400}" ]; then
      echo "download-input.sh: $input is not there after $waited_seconds s" >&2
      exit 1
    fi
    sleep "$interval_seconds"
    waited_seconds=$((waited_seconds + interval_seconds))
  done
fi
if [ -f "$input" ]; then
  echo "$input is there"
  exit 0
fi

# In a configuration on the standard input, the URL is not in the list of processes. A quote and a backslash are escaped there.
url="$(sed 's/[\\"]/\\&/g' "$url_file")"
# The file gets its name when it is complete: curl fails when the connection ends too early.
if ! printf 'url = "%s"\n' "$url" | curl --config - --fail --location --silent --show-error --proto '=https,http' \
  --connect-timeout 20 --retry "${DOWNLOAD_RETRIES:-10}" --retry-all-errors --output "$input.download"; then
  rm -f "$input.download"
  exit 1
fi
mv "$input.download" "$input"
echo "$input is downloaded"
