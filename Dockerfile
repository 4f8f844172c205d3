# One image, for Docker and buildah alike: `docker build -t sentiment .`
#
# The bases are arguments so that a pipeline can pin them by digest (`--build-arg RUNTIME=...@sha256:...`) or take them from
# a registry of its own. Both must be glibc: ONNX Runtime has no build for musl. NODE_BUILD brings Node, for building and
# for running, and `strip`; RUNTIME the C++ library, and no shell.
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
# Its symbols for debuggers: 18 MB.
RUN mkdir /node && strip -o /node/node "$(command -v node)"

FROM ${NODE_BUILD} AS dependencies
WORKDIR /build
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev --no-audit --no-fund
COPY deploy/image/prune-dependencies.sh ./
# The stage's own platform: an ARG with a default hides what BuildKit knows of it.
RUN sh prune-dependencies.sh node_modules "$(dpkg --print-architecture)"

# The model that the image serves, so that a pod downloads nothing: a folder of model-artifacts by its name, or a
# classifier of a Hugging Face hub as owner/name. (One that needs a token: `npm run model:pull` first, then by its name; a
# build argument is no place for a secret.)
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
# Kubernetes has probes of its own; this one is for Docker and podman.
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s \
  CMD ["/usr/bin/node", "-e", "fetch('http://127.0.0.1:'+(process.env.PORT??8000)+'/health/ready').then(({ok})=>process.exit(ok?0:1),()=>process.exit(1))"]
ENTRYPOINT ["/usr/bin/node", "dist/apps/api/src/main.js"]
