#!/usr/bin/env bash
# generate-secrets.sh [OPTION [NAME]]: makes the files of the Secrets, unless they exist: the password of Redis, an API
# key for clients (client-1) and an API key for smoke.sh (smoke-1). The files are in components/secrets and
# components/api-keys.
#
# --apply            sends the Secrets to the cluster, and restarts its Redis if the users of Redis have changed. It
#                    stops if the files are those of another cluster
# --rotate           makes a new password, and a new API key for each client: client-2 beside client-1. The old password
#                    and the old keys stay valid
# --forget           makes the old password of Redis invalid, but not the old API keys: clients need more time to change
# --add-client NAME  makes an API key for another client: NAME-1
# --revoke NAME      removes the API key NAME, such as client-1. Use it when the log of the service no longer names it
# --read-back        writes the files from the Secrets of the cluster
#
# If the cluster already has a password or API keys, the script makes no others, because pods and clients could no
# longer log in. KUBE_CONTEXT names the context of kubectl, and its default is the current context. With
# KUBE_CONTEXT=none, the script asks no cluster.
#
# Only --apply changes the cluster. The service uses changed API keys after about a minute, without a restart.
set -euo pipefail

usage() {
  sed -n '2,/^set/p' "$0" | sed '$d; s/^# \{0,1\}//'
}

components="$(cd "$(dirname "$0")" && pwd)/components"
# If a file is missing, kustomize prints only its path, so the path contains the name of this script.
redis_folder="$components/secrets/generate-secrets.sh-output"
keys_folder="$components/api-keys/generate-secrets.sh-output"
password_file="$redis_folder/redis-password.secret"
users_file="$redis_folder/redis-users.secret"
keys_file="$keys_folder/api-keys.secret"
smoke_key_file="$keys_folder/smoke-key.secret"
umask 077

fail() {
  echo "generate-secrets.sh: $*" >&2
  exit 1
}

# The user of the service may run only the commands that the service sends.
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

# Former versions put these files one folder higher. With a new password instead, the pods could not log in to Redis.
move_former_files() {
  local name
  for name in redis-password redis-users; do
    if [ -f "$components/secrets/$name.secret" ] && [ ! -f "$redis_folder/$name.secret" ]; then
      mv "$components/secrets/$name.secret" "$redis_folder/$name.secret"
    fi
  done
}

# add_keys <names>: appends a line `<name>:<key>` for each name.
add_keys() {
  local name
  {
    # awk adds the line feed that an edited file may lack at its end.
    if [ -f "$keys_file" ]; then awk 1 "$keys_file"; fi
    for name in "$@"; do echo "$name:$(new_password)"; done
  } > "$keys_file.new"
  mv "$keys_file.new" "$keys_file"
  write_smoke_key
  echo "generate-secrets.sh: new in ${keys_file#"$PWD"/}: $*"
}

write_smoke_key() {
  sed -n 's/^smoke-[0-9]*://p' "$keys_file" | tail -n 1 > "$smoke_key_file"
}

has_key() {
  awk -F : -v name="$1" '$1 == name { found = 1 } END { exit !found }' "$keys_file"
}

# has_client <name>: succeeds if the client has a key of any number.
has_client() {
  awk -F : -v name="$1" 'sub(/-[0-9]+$/, "", $1) && $1 == name { found = 1 } END { exit !found }' "$keys_file"
}

# Prints the next name of each client: client-3 after client-1 and client-2.
next_names() {
  awk -F : '
    /^[ \t]*(#|$)/ { next }
    {
      client = $1
      number = 1
      if (match($1, /-[0-9]+$/)) {
        client = substr($1, 1, RSTART - 1)
        number = substr($1, RSTART + 1) + 0
      }
      if (number > newest[client]) newest[client] = number
    }
    END { for (client in newest) print client "-" (newest[client] + 1) }
  ' "$keys_file" | sort
}

# ask_cluster <arguments of kubectl>: runs kubectl in the namespace of the service.
ask_cluster() {
  kubectl ${KUBE_CONTEXT:+--context "$KUBE_CONTEXT"} --namespace sentiment --request-timeout 5s "$@"
}

# has_cluster: succeeds if kubectl has a cluster to ask.
has_cluster() {
  if [ "${KUBE_CONTEXT:-}" = none ] || ! command -v kubectl > /dev/null; then return 1; fi
  [ -n "${KUBE_CONTEXT:-}" ] || kubectl config current-context > /dev/null 2>&1
}

# read_cluster <secret> <key>: prints the value, or nothing without the Secret. Ends the script if the cluster does not
# answer.
read_cluster() {
  ask_cluster get secret "$1" --ignore-not-found --output "go-template={{index .data \"$2\" | base64decode}}" ||
    fail 'the cluster does not answer; KUBE_CONTEXT=none asks no cluster'
}

# refuse_other <secret> <key> <content>: ends the script if the cluster has the Secret.
refuse_other() {
  local content
  if ! has_cluster; then return; fi
  content="$(read_cluster "$1" "$2")"
  if [ -z "$content" ]; then return; fi
  fail "the cluster has $3 already (Secret $1); --read-back takes them from there, KUBE_CONTEXT=none makes others"
}

# read_secret <secret> <key> <file>: writes the value of the cluster to the file.
read_secret() {
  (read_cluster "$1" "$2") > "$3.new" || {
    rm "$3.new"
    exit 1
  }
  if [ ! -s "$3.new" ]; then
    rm "$3.new"
    fail "the cluster has no Secret $1"
  fi
  mv "$3.new" "$3"
}

read_back() {
  mkdir -p "$redis_folder" "$keys_folder"
  read_secret sentiment-redis password "$password_file"
  local users
  users="$(read_cluster sentiment-redis-acl users.acl)"
  # During a rotation, the users in the cluster have two passwords. The password file has only the new one.
  if [ -n "$users" ]; then echo "$users" > "$users_file"; else write_users "$(cat "$password_file")"; fi
  # A cluster without API keys has no such Secret.
  if ask_cluster get secret sentiment-api-keys --output name > /dev/null 2>&1; then
    read_secret sentiment-api-keys keys "$keys_file"
    write_smoke_key
  fi
}

# apply_secret <name> <arguments of kubectl create secret generic>: creates or replaces a Secret.
apply_secret() {
  ask_cluster create secret generic "$@" --dry-run=client --output yaml | ask_cluster apply --filename -
}

has_redis() {
  [ -n "$(ask_cluster get statefulset sentiment-redis --ignore-not-found --output name)" ]
}

# Redis reads its users only at its start. The service reads its files again by itself.
apply_secrets() {
  local users password
  has_cluster || fail '--apply needs kubectl and a cluster'
  password="$(read_cluster sentiment-redis password)"
  if [ -n "$password" ] && ! grep -qF " >$password " "$users_file"; then
    fail 'the cluster has another password of Redis (Secret sentiment-redis); --read-back takes its Secrets'
  fi
  if ! ask_cluster get namespace sentiment --output name > /dev/null 2>&1; then
    ask_cluster apply --filename "$components/../base/namespace.yaml"
  fi
  users="$(read_cluster sentiment-redis-acl users.acl)"
  apply_secret sentiment-redis --from-file=password="$password_file"
  apply_secret sentiment-redis-acl --from-file=users.acl="$users_file"
  apply_secret sentiment-api-keys --from-file=keys="$keys_file" --from-file=smoke-key="$smoke_key_file"
  # With managed-redis, no Redis runs in the cluster.
  if [ -n "$users" ] && [ "$users" != "$(cat "$users_file")" ] && has_redis; then
    ask_cluster rollout restart statefulset/sentiment-redis
  fi
}

make_missing() {
  mkdir -p "$redis_folder" "$keys_folder"
  move_former_files
  if [ ! -f "$password_file" ] || [ ! -f "$users_file" ]; then
    refuse_other sentiment-redis password 'a password of Redis'
    new_password > "$password_file"
    write_users "$(cat "$password_file")"
  fi
  if [ ! -f "$keys_file" ]; then
    refuse_other sentiment-api-keys keys 'API keys'
    add_keys client-1
  fi
  if ! grep -q '^smoke-[0-9]*:' "$keys_file"; then add_keys smoke-1; fi
  if [ ! -f "$smoke_key_file" ]; then write_smoke_key; fi
}

revoke() {
  has_key "$1" || fail "there is no API key $1"
  awk -F : -v name="$1" '$1 != name' "$keys_file" > "$keys_file.new"
  if ! grep -q '^[^#]*:' "$keys_file.new"; then
    rm "$keys_file.new"
    fail "$1 is the only API key; without one the service keeps those that it knows, and starts no more"
  fi
  mv "$keys_file.new" "$keys_file"
  write_smoke_key
}

option="${1:-}"
case "$option $#" in
  --help\ *)
    usage
    exit 0
    ;;
  --read-back\ 1)
    read_back
    exit 0
    ;;
  ' 0' | --apply\ 1 | --rotate\ 1 | --forget\ 1 | --add-client\ 2 | --revoke\ 2) ;;
  *)
    usage >&2
    exit 2
    ;;
esac
make_missing
case "$option" in
  --apply) apply_secrets ;;
  --rotate)
    old="$(cat "$password_file")"
    new_password > "$password_file"
    write_users "$(cat "$password_file")" "$old"
    # shellcheck disable=SC2046 # Each word is a name.
    add_keys $(next_names)
    ;;
  --forget) write_users "$(cat "$password_file")" ;;
  --add-client)
    [[ "$2" =~ ^[A-Za-z0-9_.-]{1,56}$ ]] || fail 'a name has 1 to 56 letters, digits, "_", "." and "-"'
    if has_client "$2"; then fail "there is an API key of $2; --rotate makes another one"; fi
    add_keys "$2-1"
    ;;
  --revoke) revoke "$2" ;;
esac
