#!/usr/bin/env bash
# minikube.sh [--dry-run]: deploys the service to minikube, and checks its answers. It creates or starts the cluster if
# the cluster does not run, builds the image, loads it, applies overlays/minikube, waits for the roll-out, and runs
# deploy/smoke.sh through a port-forward.
#
# A new cluster gets 6 GiB of memory, Calico and metrics-server. An existing cluster keeps its memory and its network
# plug-in: `minikube delete` removes it.
#
# It needs minikube, kubectl, curl, and docker or podman. CONTAINER_TOOL chooses between docker and podman (docker).
# MINIKUBE_PROFILE (minikube) is the name of the cluster. PORT (18000) is the local port of the port-forward. Run the
# script again after each change: only a changed image or a changed setting restarts the pods.
set -euo pipefail

usage() { sed -n '2,/^set/p' "$0" | sed '$d; s/^# \{0,1\}//'; }

here="$(cd "$(dirname "$0")" && pwd)"
local_port="${PORT:-18000}"
dry_run=no
# The current context may be another cluster that also runs this service.
kubectl=(kubectl --context "${MINIKUBE_PROFILE:-minikube}")
case "${1:-}" in
  '') ;;
  --help)
    usage
    exit 0
    ;;
  --dry-run) dry_run=yes ;;
  *)
    usage >&2
    exit 2
    ;;
esac

# run <command>: prints the command, and runs it unless --dry-run is set.
run() {
  echo "+ $*"
  if [ "$dry_run" = no ]; then "$@"; fi
}

tool="${CONTAINER_TOOL:-}"
if [ -z "$tool" ]; then
  if command -v docker > /dev/null; then tool=docker; else tool=podman; fi
fi
if [ "$dry_run" = no ]; then
  for needed in minikube kubectl "$tool" curl; do
    command -v "$needed" > /dev/null || {
      echo "minikube.sh needs $needed in the PATH" >&2
      exit 1
    }
  done
fi

work="$(mktemp -d)"
forward=''
finish() {
  if [ -n "$forward" ]; then kill "$forward" 2> /dev/null || true; fi
  rm -rf "$work"
}
trap finish EXIT

if [ "$dry_run" = yes ] || ! minikube status > /dev/null 2>&1; then
  # The default network plug-in does not enforce NetworkPolicies. The autoscaler reads metrics-server. The memory is for
  # three pods in a roll-out, and for Redis.
  run minikube start --cni calico --addons metrics-server --memory 6g
fi
run "$tool" build --iidfile "$work/id" -t sentiment:dev "$here/.."
# The tag is the id of the image, so only a changed image restarts the pods.
tag=dev
if [ "$dry_run" = no ]; then
  tag="$(sed 's/^sha256://' "$work/id" | cut -c 1-12)"
  run "$tool" tag sentiment:dev "sentiment:$tag"
fi
run "$tool" save -o "$work/image.tar" "sentiment:$tag"
run minikube image load "$work/image.tar"
export KUBE_CONTEXT="${MINIKUBE_PROFILE:-minikube}"
run "$here/generate-secrets.sh" --apply
# Without a registry in the name, podman adds localhost/, and docker adds docker.io/library/.
case "$tool" in
  *podman) image="localhost/sentiment:$tag" ;;
  *) image="docker.io/library/sentiment:$tag" ;;
esac
run "$here/write-release.sh" overlays/minikube minikube "$image"
run "${kubectl[@]}" apply -k "$here/releases/minikube"
run "${kubectl[@]}" -n sentiment rollout status deployment/sentiment-api --timeout 300s

if [ "$dry_run" = yes ]; then
  run "${kubectl[@]}" -n sentiment port-forward service/sentiment-api "$local_port:8000"
else
  "${kubectl[@]}" -n sentiment port-forward service/sentiment-api "$local_port:8000" > /dev/null &
  forward=$!
  curl --silent --output /dev/null --retry 20 --retry-delay 1 --retry-connrefused "http://127.0.0.1:$local_port/health"
fi
run "$here/smoke.sh" "http://127.0.0.1:$local_port"
