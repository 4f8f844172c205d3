"""Command line: python -m sentiment_model <command> --help"""

from __future__ import annotations

import argparse
from dataclasses import fields
from pathlib import Path

from .fixture import write_fixture
from .make import make
from .train import Recipe, train


def main() -> None:
    parser = argparse.ArgumentParser(prog="sentiment_model", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)

    training = commands.add_parser("train", help="fine-tune one model on SST-2")
    training.add_argument("--data", type=Path, required=True, help="folder with train.tsv and validation.tsv")
    training.add_argument("--out", type=Path, required=True, help="folder for checkpoints and the result")
    for field in fields(Recipe):
        training.add_argument(f"--{field.name.replace('_', '-')}", type=type(field.default), default=field.default)

    making = commands.add_parser("make", help="train, average, export, quantize, measure: the shipped folder")
    making.add_argument("--data", type=Path, required=True, help="folder with train.tsv and validation.tsv")
    making.add_argument("--work", type=Path, required=True, help="folder for checkpoints and intermediate files")
    making.add_argument("--out", type=Path, required=True, help="model folder to write")

    fixture = commands.add_parser("fixture", help="write the tiny model folder that the service's tests use")
    fixture.add_argument("--out", type=Path, required=True)

    arguments = parser.parse_args()
    if arguments.command == "train":
        recipe = Recipe(**{field.name: getattr(arguments, field.name) for field in fields(Recipe)})
        print(train(arguments.data, arguments.out, recipe))
    elif arguments.command == "make":
        make(arguments.data, arguments.work, arguments.out)
    else:
        write_fixture(arguments.out)


if __name__ == "__main__":
    main()
