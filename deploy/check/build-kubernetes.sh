#!/usr/bin/env bash
# build-kubernetes.sh FOLDER: builds kube-apiserver, kube-controller-manager, kube-scheduler and kubectl into
# FOLDER/bin.
#
# Go refuses `go install k8s.io/kubernetes/...`, because its go.mod replaces the staging modules by folders. So the
# script writes a module that replaces them by their published versions.
set -euo pipefail

version=1.36.3
folder="$(cd "$1" && pwd)"
if [ "$(cat "$folder/bin/kubernetes.version" 2> /dev/null)" = "$version" ]; then exit 0; fi

module="$folder/kubernetes"
mkdir -p "$module" "$folder/bin"
cd "$module"
go mod download "k8s.io/kubernetes@v$version"
published="$(go env GOMODCACHE)/cache/download/k8s.io/kubernetes/@v/v$version.mod"
{
  printf 'module example.test/kubernetes\n\ngo 1.26.0\n\nrequire k8s.io/kubernetes v%s\n\nreplace (\n' "$version"
  grep -oE '^\s+k8s.io/[a-z-]+ => ./staging' "$published" | awk -v m="0${version#1}" '{print "\t"$1" => "$1" v"m}'
  printf ')\n'
} > go.mod
{
  printf '//go:build tools\n\npackage tools\n\nimport (\n'
  for name in kube-apiserver kube-controller-manager kube-scheduler kubectl; do
    printf '\t_ "k8s.io/kubernetes/cmd/%s"\n' "$name"
  done
  printf ')\n'
} > tools.go
GOFLAGS='' go mod tidy
stamp=k8s.io/component-base/version
for name in kube-apiserver kube-controller-manager kube-scheduler kubectl; do
  GOFLAGS='' CGO_ENABLED=0 go build -trimpath -mod=mod \
    -ldflags "-s -w -X $stamp.gitVersion=v$version -X $stamp.gitMajor=1 -X $stamp.gitMinor=36" \
    -o "$folder/bin/$name" "k8s.io/kubernetes/cmd/$name"
done
echo "$version" > "$folder/bin/kubernetes.version"
