# Builds the image with Docker or buildah: `docker build -t sentiment .`
#
# The base images are arguments. A pipeline can pin them by digest (`--build-arg RUNTIME=...@sha256:...`) or take them
# from its own registry. Both must have glibc, because ONNX Runtime has no build for musl. NODE_BUILD provides Node, npm
# and `strip`. RUNTIME provides the C++ library, and has no shell.
ARG NODE_BUILD=node:24-bookworm
ARG RUNTIME=gcr.io/distroless/cc-debian12:nonroot

FROM ${NODE_BUILD} AS build
WORKDIR /build
COPY package.json package-lock.json .npmrc ./
RUN npm ci --no-audit --no-fund
COPY tsconfig.json tsconfig.build.json ./
COPY apps apps
COPY libs libs
RUN npm run build

FROM ${NODE_BUILD} AS node
# strip removes the debug symbols of Node, which take 18 MB.
RUN mkdir /node && strip -o /node/node "$(command -v node)"

FROM ${NODE_BUILD} AS dependencies
WORKDIR /build
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev --no-audit --no-fund
COPY deploy/image/prune-dependencies.sh ./
# dpkg prints the architecture of this stage. An ARG TARGETARCH with a default value would hide the value of BuildKit.
RUN sh prune-dependencies.sh node_modules "$(dpkg --print-architecture)"

# The image contains the model, so a pod downloads none. MODEL is the name of a folder in model-artifacts, or owner/name
# of a classifier of a Hugging Face hub. If a model needs a token, first run `npm run model:pull`, and then use the name
# of its folder: a build argument must not hold a secret.
FROM ${NODE_BUILD} AS model
ARG MODEL=minilm-l6-sentiment
ARG PRECISION=int8
ARG HF_ENDPOINT
WORKDIR /build
COPY model-artifacts model-artifacts
COPY deploy/image/take-model.sh ./
RUN sh take-model.sh "$MODEL" "$PRECISION" /model

FROM ${RUNTIME}
ARG VERSION=0.0.0
ARG REVISION=unknown
LABEL org.opencontainers.image.title="sentiment" \
      org.opencontainers.image.description="Sentiment of text over HTTP: NestJS, ONNX Runtime on CPU, a model of its own" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}"
WORKDIR /app
COPY --from=node /node/node /usr/bin/node
COPY LICENSE NOTICE package.json ./
COPY --from=dependencies /build/node_modules node_modules
COPY --from=build /build/dist dist
COPY --from=model /model model
ENV NODE_ENV=production MODEL_DIR=/app/model
EXPOSE 8000
USER 65532:65532
# Docker and podman run this check. Kubernetes ignores it, and runs the probes of the Deployment.
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s \
  CMD ["/usr/bin/node", "-e", "fetch('http://127.0.0.1:'+(process.env.PORT??8000)+'/health/ready').then(({ok})=>process.exit(ok?0:1),()=>process.exit(1))"]
ENTRYPOINT ["/usr/bin/node", "dist/apps/api/src/main.js"]
