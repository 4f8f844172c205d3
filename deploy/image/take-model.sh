#!/bin/sh
# take-model.sh MODEL PRECISION FOLDER: puts the model of the image into FOLDER. If MODEL is the name of a folder in
# model-artifacts, the script moves the folder and ignores PRECISION. If MODEL is owner/name of a classifier of a
# Hugging Face hub, models.lock.json must pin it, and the script downloads, exports and verifies it.
set -eu
model="$1"
precision="$2"
folder="$3"

case "$precision" in
  int8 | fp32) ;;
  *)
    echo "PRECISION=$precision: is neither int8 nor fp32" >&2
    exit 1
    ;;
esac

case "$model" in
  model-artifacts/*)
    echo "MODEL=$model: name the folder without model-artifacts/" >&2
    exit 1
    ;;
  */*)
    if ! python3 -c 'import ensurepip' 2> /dev/null; then
      apt-get update -qq
      apt-get install -y -qq --no-install-recommends python3-venv > /dev/null
    fi
    model-artifacts/training/python.sh setup
    model-artifacts/training/python.sh pull "$model" --only-pinned --precision "$precision" --into /tmp/pulled --lock model-artifacts/models.lock.json
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
