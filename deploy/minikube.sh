#!/usr/bin/env bash
# minikube.sh [--dry-run]: deploys the service to minikube, and checks its answers. Creates or starts the cluster if it does not
# run, builds the image, loads it, applies overlays/minikube, waits for the roll-out, and runs deploy/smoke.sh through a port-forward.
#
# A new cluster gets 6 GiB of memory, Calico and metrics-server. An existing cluster keeps its memory and its network plug-in:
# `minikube delete` removes it.
#
# Needs minikube, kubectl, curl, and docker or podman. CONTAINER_TOOL chooses between them (docker). MINIKUBE_PROFILE (minikube) is the
# name of the cluster. PORT (18000) is the local port of the port-forward. Run it again after each change: only a changed image or a
# changed setting restarts the pods.
set -euo pipefail

usage() { sed -n '2,/^set/p' "$0" | sed '$d; s/^# \{0,1\}//'; }

here="$(cd "$(dirname "$0")" && pwd)"
local_port="${PORT:-18000}"
dry_run=no
# Whatever context is current may be another cluster, with a release of this service in it.
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

# run <command>: does it, or says it.
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
  # The default network plug-in does not enforce NetworkPolicies; the HPA reads metrics-server. Memory: three pods in a roll-out, Redis.
  run minikube start --cni calico --addons metrics-server --memory 6g
fi
run "$tool" build --iidfile "$work/id" -t sentiment:dev "$here/.."
# The image's own id as tag: a rebuilt image is another one, and the same image is the same.
tag=dev
if [ "$dry_run" = no ]; then
  tag="$(sed 's/^sha256://' "$work/id" | cut -c 1-12)"
  run "$tool" tag sentiment:dev "sentiment:$tag"
fi
run "$tool" save -o "$work/image.tar" "sentiment:$tag"
run minikube image load "$work/image.tar"
export KUBE_CONTEXT="${MINIKUBE_PROFILE:-minikube}"
run "$here/generate-secrets.sh" --apply
# Podman calls what has no registry localhost/.
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
