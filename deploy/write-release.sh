#!/usr/bin/env bash
# write-release.sh FOLDER NAME IMAGE: renders deploy/FOLDER, such as overlays/aks, with IMAGE into deploy/releases/NAME,
# and prints the path of that folder. IMAGE is name:tag or name@sha256:digest.
#
# A release holds every object as it is now, so `kubectl apply -k` of an old release restores all objects. It holds no
# Secret. git ignores deploy/releases: store the folders, for example in another repository. The script needs kubectl.
set -euo pipefail

if [ "${1:-}" = --help ] || [ $# -ne 3 ]; then
  sed -n '2,/^set/p' "$0" | sed '$d; s/^# \{0,1\}//'
  [ "${1:-}" = --help ] && exit 0
  exit 2
fi
here="$(cd "$(dirname "$0")" && pwd)"
folder="$1" name="$2" image="$3"

case "$image" in
  *@sha256:*) version="digest: ${image#*@}" repository="${image%@*}" ;;
  *:*) version="newTag: '${image##*:}'" repository="${image%:*}" ;;
  *)
    echo "write-release.sh: $image has neither a tag nor a digest" >&2
    exit 2
    ;;
esac
# The name of the image in the render: the `images` of the folder may have replaced the name.
known="$(kubectl kustomize "$here/$folder" | sed -nE 's#^ *(- )?image: ((.*/)?sentiment)([:@].*)?$#\2#p' | sort -u)"
if [ -z "$known" ]; then
  echo "write-release.sh: deploy/$folder runs no image of the service" >&2
  exit 1
fi

# kustomize accepts another folder only by a relative path, so the temporary folder is beside the releases.
release="$here/releases/$name"
mkdir -p "$here/releases"
work="$(mktemp -d "$here/releases/.build-XXXXXX")"
trap 'rm -rf "$work"' EXIT
cat > "$work/kustomization.yaml" << END
apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
resources:
  - ../../$folder
images:
  - name: $known
    newName: $repository
    $version
END
kubectl kustomize "$work" > "$work/release.yaml"
if grep -q '^kind: Secret$' "$work/release.yaml"; then
  echo "write-release.sh: deploy/$folder renders a Secret, and a release must hold none; use existing-secret" >&2
  exit 1
fi
mkdir -p "$release"
mv "$work/release.yaml" "$release/release.yaml"
cat > "$release/kustomization.yaml" << END
apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
resources:
  - release.yaml
END
echo "$release"
