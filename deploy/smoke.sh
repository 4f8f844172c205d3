#!/bin/sh
# smoke.sh: runs the script of the component smoke, which a Job mounts, with the same arguments.
set -eu
exec sh "$(dirname "$0")/components/smoke/smoke.sh" "$@"
