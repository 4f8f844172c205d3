#!/bin/sh
# smoke.sh: the script of the component smoke, which a Job mounts, for use from outside. Its arguments are the same.
set -eu
exec sh "$(dirname "$0")/components/smoke/smoke.sh" "$@"
