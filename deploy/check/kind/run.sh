#!/usr/bin/env bash
# run.sh [--dry-run] IMAGE: applies the overlay aks to a new kind cluster with Calico, metrics-server and Istio, and
# checks it through the gateway: smoke.sh, the redirect to HTTPS, a preflight request, denials, and a roll-out under
# load.
#
# It needs docker with IMAGE, kind, kubectl, istioctl (1.29), k6, curl and openssl, and the line
# `127.0.0.1 sentiment.example.com` in /etc/hosts.
set -euo pipefail

usage() { sed -n '2,/^set/p' "$0" | sed '$d; s/^# \{0,1\}//'; }

here="$(cd "$(dirname "$0")" && pwd)"
deploy="$here/../.."
calico=https://raw.githubusercontent.com/projectcalico/calico/v3.31.0/manifests/calico.yaml
metrics_server=https://github.com/kubernetes-sigs/metrics-server/releases/download/v0.8.0/components.yaml
host=sentiment.example.com
port=8443
dry_run=no
if [ "${1:-}" = --help ]; then
  usage
  exit 0
fi
if [ "${1:-}" = --dry-run ]; then
  dry_run=yes
  shift
fi
if [ $# -ne 1 ]; then
  usage >&2
  exit 2
fi
image="$1"
work="$(mktemp -d)"
forward=''
finish() {
  if [ -n "$forward" ]; then kill "$forward" 2> /dev/null || true; fi
  rm -rf "$work"
}
trap finish EXIT

# run <command>: prints the command, and runs it unless --dry-run is set.
run() {
  echo "+ $*"
  if [ "$dry_run" = no ]; then "$@"; fi
}

# refuse <command>: ends the script if the command succeeds.
refuse() {
  echo "+ ! $*"
  if [ "$dry_run" = no ] && "$@"; then
    echo "run.sh: must fail, and does not: $*" >&2
    exit 1
  fi
}

# ask <arguments of curl>: sends a request through the gateway.
ask() {
  run curl --silent --show-error --fail --max-time 10 --cacert "$work/tls.crt" "$@"
}

run kind create cluster --config "$here/cluster.yaml"
run kubectl apply --filename "$calico"
run kubectl apply --filename "$metrics_server"
run kubectl -n kube-system patch deployment metrics-server --type json \
  --patch '[{"op":"add","path":"/spec/template/spec/containers/0/args/-","value":"--kubelet-insecure-tls"}]'
run kubectl wait --for=condition=Ready nodes --all --timeout 300s
run docker tag "$image" sentiment:kind
run kind load docker-image sentiment:kind
run kubectl create namespace aks-istio-ingress
run istioctl install --skip-confirmation --filename "$here/istio.yaml"

run openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj "/CN=$host" \
  -addext "subjectAltName=DNS:$host" -keyout "$work/tls.key" -out "$work/tls.crt"
run kubectl -n aks-istio-ingress create secret tls sentiment-tls --cert "$work/tls.crt" --key "$work/tls.key"
run "$deploy/generate-secrets.sh" --apply
run kubectl apply -k "$here"
run kubectl -n sentiment rollout status deployment/sentiment-api --timeout 300s
run kubectl -n sentiment wait --for=condition=complete job/sentiment-denial-check --timeout 300s

if [ "$dry_run" = no ]; then
  kubectl -n aks-istio-ingress port-forward service/aks-istio-ingressgateway-external "$port:443" 8080:80 > /dev/null &
  forward=$!
  sleep 5
fi
keys="$deploy/components/api-keys/generate-secrets.sh-output"
run env "SMOKE_API_KEY_FILE=$keys/smoke-key.secret" "CURL_CA_BUNDLE=$work/tls.crt" \
  "$deploy/smoke.sh" "https://$host:$port"
# CORS_ORIGINS allows this origin, and the gateway must forward its preflight request.
ask --request OPTIONS --header 'Origin: https://app.example.com' --header 'Access-Control-Request-Method: POST' \
  --dump-header "$work/preflight" "https://$host:$port/predict"
run grep --ignore-case '^access-control-allow-origin: https://app.example.com' "$work/preflight"
run curl --silent --dump-header "$work/redirect" --output /dev/null "http://$host:8080/docs"
run grep --ignore-case '^location: https://' "$work/redirect"
refuse ask "https://$host:$port/metrics"
refuse ask "https://$host:$port/health/ready"
refuse kubectl run stray --image docker.io/curlimages/curl:8.16.0 --restart Never --rm --stdin --quiet --command -- \
  curl --silent --show-error --max-time 5 http://sentiment-api.sentiment:8000/health

run "$here/roll-out-under-load.sh" "https://$host:$port" "$keys/smoke-key.secret"
