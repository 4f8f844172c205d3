#!/bin/sh
# smoke.sh BASE_URL [API_KEY]: runs components/smoke/smoke.sh, which a Job in the cluster runs too. --help describes it.
set -eu
exec sh "$(dirname "$0")/components/smoke/smoke.sh" "$@"
