#!/usr/bin/env bash
# build-push.sh [--dry-run] [--acr-build] [--sign] REGISTRY [FOLDER]: builds the image of this commit, pushes it to
# REGISTRY, prints its digest, and writes the release of deploy/FOLDER (overlays/aks) to apply:
# deploy/releases/aks-<tag>. REGISTRY is a name in Azure such as myteam, or a host such as myteam.azurecr.io. The tag is
# the first seven characters of the commit.
#
# The script refuses uncommitted changes, because the image would differ from the commit. --acr-build lets Azure build
# the image, without docker or podman. --sign signs the digest of the image with cosign: with the key in COSIGN_KEY, or
# with your login if COSIGN_KEY is not set.
#
# PLATFORMS (linux/amd64): with linux/amd64,linux/arm64, the image runs on nodes of both architectures. The build then
# needs emulation for the other architecture. A build by docker attaches an SBOM and provenance. MODEL chooses another
# model: the name of a folder in model-artifacts, or owner/name of a Hugging Face hub with PRECISION (int8 or fp32; the
# default is int8).
#
# It needs git, az with a login, kubectl, and docker or podman (CONTAINER_TOOL chooses between them) unless --acr-build
# is set.
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

# run <command>: prints the command, and runs it unless --dry-run is set.
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
  # az uses docker if this variable does not name another tool.
  export DOCKER_COMMAND="$tool"
  run az acr login --name "$name"
  case "$tool" in
    *docker)
      # The default builder of docker cannot attach an SBOM or provenance.
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
