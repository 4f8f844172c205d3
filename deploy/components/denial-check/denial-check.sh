#!/bin/sh
# denial-check.sh HOST:PORT...: checks that network policies deny the connections of this pod to each address. It needs
# a POSIX shell and curl. Exit 0: every connection fails; 1: a connection succeeds, so the cluster does not enforce
# network policies; 2: the check proves nothing, because this pod cannot reach CONTROL_ADDRESS
# (kubernetes.default.svc:443) either.
set -eu

NO_SUCH_NAME=6

# try_connect <host:port>: sets $code to the exit code of curl, and $connected to the seconds until it connects, or 0.
try_connect() {
  code=0
  connected="$(curl --silent --output /dev/null --connect-timeout 5 --max-time 10 --write-out '%{time_connect}' "http://$1/")" || code=$?
  case "$connected" in *[1-9]*) ;; *) connected=0 ;; esac
}

control="${CONTROL_ADDRESS:-kubernetes.default.svc:443}"
try_connect "$control"
if [ "$connected" = 0 ]; then
  echo "NOT OK: $control cannot be reached either"
  exit 2
fi

failed=0
for address in "$@"; do
  try_connect "$address"
  if [ "$connected" != 0 ]; then
    failed=1
    echo "NOT OK: $address can be reached"
  elif [ "$code" = "$NO_SUCH_NAME" ]; then
    echo "ok: there is no $address"
  else
    echo "ok: $address cannot be reached"
  fi
done
exit "$failed"
