#!/usr/bin/env bash
# write-release.sh OVERLAY NAME IMAGE: writes deploy/releases/NAME, an overlay over overlays/OVERLAY that runs IMAGE, and
# prints its folder. git does not know deploy/releases. IMAGE is name:tag or name@sha256:digest.
set -euo pipefail

if [ "${1:-}" = --help ] || [ $# -ne 3 ]; then
  sed -n '2,/^set/p' "$0" | sed '$d; s/^# \{0,1\}//'
  [ "${1:-}" = --help ] && exit 0
  exit 2
fi
here="$(cd "$(dirname "$0")" && pwd)"
overlay="$1" name="$2" image="$3"

case "$image" in
  *@sha256:*) version="digest: ${image#*@}" repository="${image%@*}" ;;
  *:*) version="newTag: '${image##*:}'" repository="${image%:*}" ;;
  *)
    echo "write-release.sh: $image has neither a tag nor a digest" >&2
    exit 2
    ;;
esac
# What the overlay calls it by now: its own images may have renamed it.
renamed="$(sed -n '/^  - name: sentiment$/,/^  - name:/s/^    newName: //p' "$here/overlays/$overlay/kustomization.yaml" | head -n 1)"
known="${renamed:-sentiment}"

folder="$here/releases/$name"
mkdir -p "$folder"
cat > "$folder/kustomization.yaml" << END
apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
resources:
  - ../../overlays/$overlay
images:
  - name: $known
    newName: $repository
    $version
END
echo "$folder"
