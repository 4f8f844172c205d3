#!/bin/sh
# smoke.sh BASE_URL [API_KEY]: runs twelve checks of the answers of a running service. With a key, another check expects
# that a request without a key is refused. SMOKE_API_KEY_FILE names a file with the key. A missing file means that there
# is no key.
#
# It needs a POSIX shell and curl. Exit 0: all checks passed; 1: some checks failed, and the output names them; 2: wrong
# use. --dry-run prints the requests, and sends none. SMOKE_RETRIES (0): seconds to wait for the service.
# SMOKE_PLAYGROUND (on): the setting PLAYGROUND of the service. With off, / must answer 404.
set -eu
# The script has no pipelines, because not every sh has `pipefail`.

usage() { sed -n '2,/^set/p' "$0" | sed '$d; s/^# \{0,1\}//'; }

dry_run=no
case "${1:-}" in
  --help)
    usage
    exit 0
    ;;
  --dry-run)
    dry_run=yes
    shift
    ;;
esac
if [ $# -lt 1 ] || [ $# -gt 2 ]; then
  usage >&2
  exit 2
fi
base_url="${1%/}"
key="${2:-}"
key_file="${SMOKE_API_KEY_FILE:-}"
if [ -z "$key" ] && [ -f "$key_file" ]; then key="$(cat "$key_file")"; fi
failed=0
number=0

# ask <arguments of curl>: sends a request, and sets $body and $status.
ask() {
  if [ -n "$key" ]; then set -- -H "Authorization: Bearer $key" "$@"; fi
  answer="$(curl --silent --max-time 15 --write-out '\n%{http_code}' "$@" || true)"
  status="${answer##*
}"
  body="${answer%
*}"
}

# check <expectation> <status> <pattern of the body> <arguments of curl>: sends a request, and compares the answer.
check() {
  what="$1" wanted="$2" pattern="$3"
  shift 3
  number=$((number + 1))
  if [ "$dry_run" = yes ]; then
    echo "$number. $what: curl $*"
    return
  fi
  ask "$@"
  # shellcheck disable=SC2254 # The variable is a pattern.
  case "$status" in
    $wanted)
      # shellcheck disable=SC2254
      case "$body" in
        $pattern)
          echo "ok $number: $what"
          return
          ;;
      esac
      ;;
  esac
  failed=$((failed + 1))
  echo "NOT OK $number: $what (status $status, wanted $wanted)"
}

# The Job may start before the service is ready.
if [ "$dry_run" = no ]; then
  curl --silent --output /dev/null --retry "${SMOKE_RETRIES:-0}" --retry-delay 1 --retry-all-errors --fail "$base_url/health" || true
fi

predict="$base_url/predict"
page_status=200 page_pattern='*<h1>Sentiment playground</h1>*'
if [ "${SMOKE_PLAYGROUND:-on}" = off ]; then page_status=404 page_pattern='*'; fi
json='Content-Type: application/json'

check 'a good text is POSITIVE' 200 '*"label":"POSITIVE"*' \
  -H "$json" -d '{"text":["A wonderful film, full of joy."]}' "$predict"
check 'a bad text is NEGATIVE first' 200 '?"predictions":??{"label":"NEGATIVE"*' \
  -H "$json" -d '{"text":["A dreadful, boring waste of time."]}' "$predict"
check 'a body without a Content-Type is read' 200 '*"predictions"*' \
  -H 'Content-Type:' -d '{"text":["fine"]}' "$predict"
check 'an empty list is refused, with its place' 422 '*"/text"*' -H "$json" -d '{"text":[]}' "$predict"
check 'broken JSON is refused' 4?? '*urn:sentiment:problem:malformed-body*' -H "$json" -d '{"text":' "$predict"
check 'another method is refused' '40[345]' '*' "$predict"
check 'a good document is positive' 200 '*"sentiment":"positive"*' \
  -H "$json" -d '{"documents":[{"text":"A wonderful film, full of joy."}]}' "$base_url/analyze"
check 'health' 200 '*status*' "$base_url/health"
check 'the documentation' 200 '*swagger*' "$base_url/docs"
check 'the contract' 200 '*"openapi"*/predict*' "$base_url/openapi.json"
check "the playground is ${SMOKE_PLAYGROUND:-on}" "$page_status" "$page_pattern" -H 'Accept: text/html' "$base_url/"
check 'metrics are not where clients are' '40[134]' '*' "$base_url/metrics"
if [ -n "$key" ]; then
  key=''
  check 'a client without a key is refused' 401 '*urn:sentiment:problem:unauthorized*' \
    -H "$json" -d '{"text":["fine"]}' "$predict"
fi

if [ "$failed" -gt 0 ]; then
  echo "$failed of $number checks failed"
  exit 1
fi
