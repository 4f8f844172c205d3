#!/bin/sh
# prune-dependencies.sh <node_modules> <amd64|arm64>: deletes the files that Node does not need on this architecture of
# Linux with glibc.
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

# Both packages contain the binaries of every platform: 290 MB in onnxruntime-node, and 64 MB in tokenizers.
find "$modules/onnxruntime-node/bin" -mindepth 2 -maxdepth 3 -type d \
  -path '*/napi-v*/*/*' ! -path "*/linux/$architecture" -prune -exec rm -rf {} +
find "$modules/tokenizers" -name '*.node' ! -name "*.linux-$architecture-gnu.node" -delete

# Only developers need types, source maps and documentation. Licences must stay.
find "$modules" \( -name '*.map' -o -name '*.d.ts' -o -name '*.d.mts' -o -name '*.d.cts' -o -iname '*.md' -o -name '*.tsbuildinfo' \) \
  ! -iname 'license*' -type f -delete

# Some packages also contain builds for browsers and bundlers, and tests. Node loads none of them.
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
# The ES modules of these packages import only state*.js of the CommonJS modules.
find "$modules/@azure" "$modules/@typespec" -type d \( -name src -o -name dist-browser \) -prune -exec rm -rf {} +
find "$modules/@azure" "$modules/@typespec" -path '*/dist/commonjs/*' -name '*.js' ! -name 'state*.js' -delete
find "$modules/@azure" -path '*/msal-*/lib' -prune -exec rm -rf {} +
rm -rf "$modules"/@azure/*/dist/workerd "$modules"/@typespec/*/dist/browser "$modules"/@typespec/*/dist/react-native
# @nestjs imports the ES modules of es-toolkit. No package imports its CommonJS modules.
rm -rf "$modules"/es-toolkit/compat
find "$modules/es-toolkit/dist" -name '*.js' -delete

# @nestjs/swagger has typescript as a peer only for its compiler plug-in, which runs only in a build.
rm -rf "$modules"/typescript "$modules"/.bin/tsc "$modules"/.bin/tsserver
