#!/bin/sh
# download-input.sh URL_FILE INPUT: downloads the https address in URL_FILE to INPUT, unless INPUT is there. Only the pod with
# JOB_COMPLETION_INDEX 0 downloads; the others wait for it, at most DOWNLOAD_WAIT_SECONDS (86400), and look each
# DOWNLOAD_INTERVAL_SECONDS (5). DOWNLOAD_RETRIES (10): attempts after the first one. DOWNLOAD_PROTOCOLS (https): as curl has them.
# DOWNLOAD_RUN: the same for all pods of a Job, and another one for each Job: a refusal of another Job does not count.
# Needs a POSIX shell and curl. Exit 0: INPUT is there; 1: it is not, and may be later; 2: wrong use, or the server refuses the
# address.
set -eu

if [ $# -ne 2 ]; then
  sed -n '2,/^set/p' "$0" | sed '$d; s/^# \{0,1\}//' >&2
  exit 2
fi
url_file="$1" input="$2"
# Tells the pods that wait: holds the run whose address was refused.
refused="$input.refused"
run="${DOWNLOAD_RUN:-}"
interval_seconds="${DOWNLOAD_INTERVAL_SECONDS:-5}"

if [ "${JOB_COMPLETION_INDEX:-0}" != 0 ]; then
  waited_seconds=0
  while [ ! -f "$input" ]; do
    if [ -f "$refused" ] && [ "$(cat "$refused")" = "$run" ]; then
      echo "download-input.sh: the server refuses the address" >&2
      exit 2
    fi
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

rm -f "$refused"
# In a configuration on the standard input, the URL is not in the list of processes. A quote and a backslash are escaped there.
url="$(sed 's/[\\"]/\\&/g' "$url_file")"
# The file gets its name when it is complete: curl fails when the connection ends too early.
code=0
status="$(printf 'url = "%s"\n' "$url" | curl --config - --fail --location --silent --show-error \
  --proto "=${DOWNLOAD_PROTOCOLS:-https}" --connect-timeout 20 --retry "${DOWNLOAD_RETRIES:-10}" --retry-connrefused \
  --output "$input.download" --write-out '%{http_code}')" || code=$?
if [ "$code" = 0 ]; then
  mv "$input.download" "$input"
  echo "$input is downloaded"
  exit 0
fi
rm -f "$input.download"
case "$status" in
  408 | 429) exit 1 ;;
  4??)
    printf '%s' "$run" > "$refused"
    exit 2
    ;;
esac
# 1: the protocol is not allowed; 3: the address is malformed.
case "$code" in
  1 | 3)
    printf '%s' "$run" > "$refused"
    exit 2
    ;;
esac
exit 1
