#!/usr/bin/env bash
# generate-secrets.sh: makes the files of deploy/components/secrets, unless they are there.
#
# A new password: run it with --rotate. Redis knows the old and the new one until it is run with --forget, so that pods
# that still have the old file go on.
set -euo pipefail

usage() {
  sed -n '2,/^set/p' "$0" | sed '$d; s/^# \{0,1\}//'
}

folder="$(cd "$(dirname "$0")" && pwd)/components/secrets"
password_file="$folder/redis-password.secret"
users_file="$folder/redis-users.secret"
umask 077

# What the service sends, and nothing else.
write_users() {
  local passwords='' password
  for password in "$@"; do passwords+=" >$password"; done
  {
    echo 'user default off'
    echo "user sentiment on$passwords ~sentiment:* +getrange +set +select"
    echo 'user health on >health +ping'
  } > "$users_file"
}

new_password() {
  head -c 32 /dev/urandom | base64 | tr -d '/+=\n'
}

case "${1:-}" in
  '')
    if [ -f "$password_file" ] && [ -f "$users_file" ]; then exit 0; fi
    new_password > "$password_file"
    write_users "$(cat "$password_file")"
    ;;
  --rotate)
    old="$(cat "$password_file")"
    new_password > "$password_file"
    write_users "$(cat "$password_file")" "$old"
    ;;
  --forget) write_users "$(cat "$password_file")" ;;
  --help) usage ;;
  *)
    usage >&2
    exit 2
    ;;
esac
