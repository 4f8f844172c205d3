#!/bin/sh
# prune-dependencies.sh <node_modules> <amd64|arm64>: leaves what runs on that platform's Linux with glibc.
set -eu
modules="$1"
case "$2" in
  amd64) architecture=x64 ;;
  arm64) architecture=arm64 ;;
  *)
    echo "no binaries for $2" >&2
    exit 1
    ;;
esac

# Each package carries the binaries of every platform: 290 and 64 MB.
find "$modules/onnxruntime-node/bin" -mindepth 2 -maxdepth 3 -type d \
  -path '*/napi-v*/*/*' ! -path "*/linux/$architecture" -prune -exec rm -rf {} +
find "$modules/tokenizers" -name '*.node' ! -name "*.linux-$architecture-gnu.node" -delete

# Types, source maps and documentation are for those who build; licences stay.
find "$modules" \( -name '*.map' -o -name '*.d.ts' -o -name '*.d.mts' -o -name '*.d.cts' -o -iname '*.md' -o -name '*.tsbuildinfo' \) \
  ! -iname 'license*' -type f -delete

# Builds for browsers and bundlers beside the one that Node loads, and tests that were published along.
rm -rf "$modules"/@opentelemetry/*/build/esm "$modules"/@opentelemetry/*/build/esnext
rm -rf "$modules"/rxjs/dist/bundles "$modules"/rxjs/dist/esm "$modules"/rxjs/dist/esm5 "$modules"/rxjs/src
rm -rf "$modules"/libphonenumber-js/bundle "$modules"/libphonenumber-js/es6 "$modules"/libphonenumber-js/es6-modern
rm -rf "$modules"/libphonenumber-js/source "$modules"/swagger-ui-dist/swagger-ui-es-bundle*.js
rm -rf "$modules"/validator/es "$modules"/validator/validator*.js "$modules"/csv-parse/dist/iife "$modules"/csv-parse/dist/umd
rm -rf "$modules"/class-validator/bundles "$modules"/class-validator/esm5 "$modules"/class-validator/esm2015
for package in bintrees cborg pino pino-pretty qs thread-stream; do
  rm -rf "$modules/$package/test" "$modules/$package/bench" "$modules/$package/benchmarks" "$modules/$package/examples"
done
rm -rf "$modules"/@azure/msal-browser "$modules"/@azure/*/dist/browser "$modules"/@azure/*/dist/react-native
# The ES modules of these packages take nothing but the state from the CommonJS ones.
find "$modules/@azure" "$modules/@typespec" -type d \( -name src -o -name dist-browser \) -prune -exec rm -rf {} +
find "$modules/@azure" "$modules/@typespec" -path '*/dist/commonjs/*' -name '*.js' ! -name 'state*.js' -delete
find "$modules/@azure" -path '*/msal-*/lib' -prune -exec rm -rf {} +
rm -rf "$modules"/@azure/*/dist/workerd "$modules"/@typespec/*/dist/browser "$modules"/@typespec/*/dist/react-native
# @nestjs takes the ES modules of es-toolkit, and nothing takes the CommonJS ones beside them.
rm -rf "$modules"/es-toolkit/compat
find "$modules/es-toolkit/dist" -name '*.js' -delete

# A peer of @nestjs/swagger for its compiler plug-in alone, which ran, if at all, when the service was built.
rm -rf "$modules"/typescript "$modules"/.bin/tsc "$modules"/.bin/tsserver
