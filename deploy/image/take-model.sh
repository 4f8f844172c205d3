#!/bin/sh
# take-model.sh MODEL PRECISION FOLDER: puts the model that an image serves into FOLDER. MODEL is the name of a folder of
# model-artifacts, or a classifier of a Hugging Face hub as owner/name, which is fetched, exported and verified here.
set -eu
model="$1"
precision="$2"
folder="$3"

case "$model" in
  */*)
    if ! python3 -c 'import ensurepip' 2> /dev/null; then
      apt-get update -qq
      apt-get install -y -qq --no-install-recommends python3-venv > /dev/null
    fi
    model-artifacts/training/python.sh setup
    model-artifacts/training/python.sh pull "$model" --precision "$precision" --into /tmp/pulled --lock model-artifacts/models.lock.json
    mv /tmp/pulled/* "$folder"
    ;;
  *)
    if [ ! -f "model-artifacts/$model/manifest.json" ]; then
      echo "MODEL=$model: there is no folder model-artifacts/$model; owner/name takes a model from a hub" >&2
      exit 1
    fi
    mv "model-artifacts/$model" "$folder"
    ;;
esac
