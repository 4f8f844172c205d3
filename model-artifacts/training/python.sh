#!/usr/bin/env bash
# python.sh: the Python side of `npm run model:<command>`.
#
#   python.sh setup            makes .venv beside this file and installs requirements.txt into it
#   python.sh <command> ...    runs a command of sentiment_model in it; --help lists them
#
# PYTHON names the interpreter: for setup the one that .venv is made with, else one with the packages installed.
set -euo pipefail
here="$(cd "$(dirname "$0")" && pwd)"

missing() {
  printf 'model:%s: %s\n' "$1" "$2" >&2
  exit 2
}

if [ "${1:-}" = setup ]; then
  python="${PYTHON:-python3}"
  command -v "$python" > /dev/null || missing setup "there is no $python; install Python 3.11 or newer, or set PYTHON"
  "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
    missing setup "$("$python" --version) is too old: 3.11 or newer, or set PYTHON"
  "$python" -c 'import ensurepip, venv' 2> /dev/null ||
    missing setup "$python has no venv module (Debian: apt-get install python3-venv)"
  "$python" -m venv "$here/.venv"
  exec "$here/.venv/bin/pip" install --disable-pip-version-check --requirement "$here/requirements.txt"
fi

command="${1:---help}"
python="${PYTHON:-$here/.venv/bin/python}"
command -v "$python" > /dev/null ||
  missing "$command" "its Python packages are not installed; run: npm run model:setup (Python 3.11 or newer, 7 GB with PyTorch)"
"$python" -c 'import huggingface_hub, onnx, onnxruntime, torch, transformers' 2> /dev/null ||
  missing "$command" "$python lacks packages of model-artifacts/training/requirements.txt; run: npm run model:setup"
# glibc gives a training step's large blocks back to the system and takes them again in the next one: half of a step went
# into page faults. These keep them; huge pages take 0 to 16 % more off, most of it where texts are short (glibc 2.35 and newer; older ones ignore it).
export MALLOC_MMAP_MAX_=0 MALLOC_TRIM_THRESHOLD_=100000000000 MALLOC_TOP_PAD_=268435456
export GLIBC_TUNABLES=glibc.malloc.hugetlb=1
# npm starts scripts at the top; paths are meant from where the person stands.
cd "${INIT_CWD:-$PWD}"
PYTHONPATH="$here" exec "$python" -m sentiment_model "$@"
