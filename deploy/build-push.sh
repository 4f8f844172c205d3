#!/usr/bin/env bash
# build-push.sh [--dry-run] [--acr-build] [--sign] REGISTRY [FOLDER]: builds the image of this commit, pushes it to REGISTRY (a
# name in Azure such as myteam, or a host such as myteam.azurecr.io), prints its digest, and writes the release of
# deploy/FOLDER (overlays/aks) to apply: deploy/releases/aks-<tag>.
#
# PLATFORMS (linux/amd64) may be linux/amd64,linux/arm64: then nodes of both kinds run the image. Docker needs emulation for the
# other one. The image of Docker carries an SBOM and its provenance. --sign signs the image by its digest with cosign: with the key in
# COSIGN_KEY, or without a key by your login.
# The tag is the commit's first seven characters; a tree with changes is refused, for the image would not be the commit.
# --acr-build lets Azure build it: no Docker is needed here. MODEL chooses another model: a folder of model-artifacts, or
# owner/name of a Hugging Face hub in PRECISION (int8 unless fp32).
# Needs git, az (logged in), kubectl, and docker or podman (CONTAINER_TOOL chooses) unless --acr-build.
set -euo pipefail

usage() { sed -n '2,/^set/p' "$0" | sed '$d; s/^# \{0,1\}//'; }

here="$(cd "$(dirname "$0")" && pwd)"
dry_run=no
acr_build=no
sign=no
registry=''
folder=''
for argument in "$@"; do
  case "$argument" in
    --help)
      usage
      exit 0
      ;;
    --dry-run) dry_run=yes ;;
    --acr-build) acr_build=yes ;;
    --sign) sign=yes ;;
    -*)
      usage >&2
      exit 2
      ;;
    *) if [ -z "$registry" ]; then registry="$argument"; else folder="$argument"; fi ;;
  esac
done
if [ -z "$registry" ]; then
  usage >&2
  exit 2
fi
case "$registry" in
  *.*) host="$registry" ;;
  *) host="$registry.azurecr.io" ;;
esac
name="${host%%.*}"

cd "$here/.."
if [ -n "$(git status --porcelain)" ]; then
  echo 'build-push.sh: the tree has changes; commit them first, or the image would not be what its tag says' >&2
  exit 1
fi
revision="$(git rev-parse HEAD)"
tag="${revision:0:7}"
image="$host/sentiment:$tag"
version="$(sed -n 's/^  "version": "\(.*\)",$/\1/p' package.json)"
platforms="${PLATFORMS:-linux/amd64}"
if [ "$acr_build" = yes ] && [ "$platforms" != "${platforms%,*}" ]; then
  echo 'build-push.sh: --acr-build builds for one platform' >&2
  exit 2
fi
arguments=(--platform "$platforms" --build-arg "VERSION=$version" --build-arg "REVISION=$revision")
if [ -n "${MODEL:-}" ]; then
  case "$MODEL" in
    */*) ;;
    *)
      if ! git ls-files --error-unmatch "model-artifacts/$MODEL/manifest.json" > /dev/null 2>&1; then
        echo "build-push.sh: model-artifacts/$MODEL is not committed, so the image would not be what its tag says" >&2
        exit 1
      fi
      ;;
  esac
  arguments+=(--build-arg "MODEL=$MODEL" --build-arg "PRECISION=${PRECISION:-int8}")
fi

# run <command>: does it, or says it.
run() {
  echo "+ $*" >&2
  if [ "$dry_run" = no ]; then "$@"; fi
}

if [ "$acr_build" = yes ]; then
  run az acr build --registry "$name" --image "sentiment:$tag" "${arguments[@]}" .
else
  tool="${CONTAINER_TOOL:-}"
  if [ -z "$tool" ]; then
    if command -v docker > /dev/null; then tool=docker; else tool=podman; fi
  fi
  # az would look for docker.
  export DOCKER_COMMAND="$tool"
  run az acr login --name "$name"
  case "$tool" in
    *docker)
      # The builder of Docker itself can attach neither an SBOM nor provenance.
      if [ "$dry_run" = yes ] || ! "$tool" buildx inspect sentiment > /dev/null 2>&1; then
        run "$tool" buildx create --name sentiment --driver docker-container
      fi
      run "$tool" buildx build --builder sentiment "${arguments[@]}" --sbom=true --provenance=mode=max -t "$image" --push .
      ;;
    *)
      run "$tool" build "${arguments[@]}" --manifest "$image" .
      run "$tool" manifest push --all "$image" "docker://$image"
      ;;
  esac
fi
digest="$(run az acr repository show --name "$name" --image "sentiment:$tag" --query digest --output tsv)"
if [ "$dry_run" = yes ]; then digest='sha256:<digest>'; fi
case "$digest" in
  sha256:*) ;;
  *)
    echo "build-push.sh: the registry gave no digest for $image" >&2
    exit 1
    ;;
esac
if [ "$sign" = yes ]; then
  run cosign sign --yes ${COSIGN_KEY:+--key "$COSIGN_KEY"} "$host/sentiment@$digest"
fi
echo "$host/sentiment@$digest"
if [ "$dry_run" = no ]; then
  folder="${folder:-overlays/aks}"
  release="$("$here/write-release.sh" "$folder" "$(basename "$folder")-$tag" "$host/sentiment@$digest")"
  echo "now: deploy/generate-secrets.sh --apply && kubectl apply -k ${release#"$PWD"/}"
fi
