"""Makes, pulls, exports, verifies and measures models."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TypeAlias

# Where the repository keeps its model folders.
MODELS = Path(__file__).resolve().parents[2]
Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"


def main() -> None:
    """Runs the command that the arguments name. Exit code 1, and one line, when a model is refused."""
    parser = argparse.ArgumentParser(prog="npm run model:<command> --", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    for add in (_add_make, _add_pull, _add_export, _add_verify, _add_fixtures, _add_measure, _add_early_exit):
        add(commands)
    arguments = parser.parse_args()
    try:
        arguments.run(arguments)
    except Exception as error:
        if type(error).__name__ not in (
            "HubError",
            "CannotServe",
            "NoSentimentLabelsError",
            "AlreadyMeasuredError",
            "CannotJoinError",
        ):
            raise
        sys.exit(f"{arguments.command}: {error}")


def _add_make(commands: Commands) -> None:
    parser = commands.add_parser(
        "make", help="teachers, student, quantization, calibration, figures, cards: the shipped folders"
    )
    parser.add_argument("--data", type=Path, required=True, help="folder with training-text and sst2")
    parser.add_argument("--work", type=Path, required=True, help="folder for checkpoints and intermediate files")
    parser.add_argument("--into", type=Path, default=MODELS, help="folder of model folders (default: model-artifacts)")
    parser.add_argument("--limit", type=int, help="texts of each set, to try the command; needs another --into")

    def run(arguments: argparse.Namespace) -> None:
        limit = arguments.limit
        if limit is not None and (limit < 1 or arguments.into.resolve() == MODELS):
            parser.error("--limit is 1 or more and makes models of no use: name another folder with --into")
        from .make import make
        from .sentiment_recipe import SentimentRecipe, limit_recipe

        recipe = SentimentRecipe() if limit is None else limit_recipe(SentimentRecipe(), limit)
        make(arguments.data, arguments.work, arguments.into, recipe=recipe)

    parser.set_defaults(run=run)


def _add_pull(commands: Commands) -> None:
    parser = commands.add_parser("pull", help="fetch a classifier from the hub and write its model folders")
    parser.add_argument("repository", help="owner/name")
    parser.add_argument("--into", type=Path, default=MODELS, help="folder of model folders (default: model-artifacts)")
    parser.add_argument("--lock", type=Path, default=MODELS / "models.lock.json", help="pinned revisions and hashes")
    parser.add_argument("--precision", choices=("int8", "fp32", "both"), default="both")
    parser.add_argument("--revision", help="branch, tag or commit; only for what the lock does not know yet")
    parser.add_argument("--verify", action="store_true", help="compare the folders that are there, and write none")
    parser.add_argument("--only-pinned", action="store_true", help="refuse what the lock does not pin yet")
    _add_export_options(parser)

    def run(arguments: argparse.Namespace) -> None:
        from .commands import pull_model

        pull_model(
            arguments.repository,
            into=arguments.into,
            lock_file=arguments.lock,
            precision=arguments.precision,
            revision=arguments.revision,
            max_tokens=arguments.max_tokens,
            texts=arguments.texts,
            only_verify=arguments.verify,
            only_pinned=arguments.only_pinned,
        )

    parser.set_defaults(run=run)


def _add_export(commands: Commands) -> None:
    parser = commands.add_parser("export", help="write a model folder of a transformers folder")
    parser.add_argument("source", type=Path, help="folder with config.json, tokenizer and weights")
    parser.add_argument("--out", type=Path, required=True, help="model folder to write")
    parser.add_argument("--precision", choices=("int8", "fp32"), default="int8")
    _add_export_options(parser)

    def run(arguments: argparse.Namespace) -> None:
        from .commands import export_model

        export_model(
            arguments.source,
            arguments.out,
            precision=arguments.precision,
            max_tokens=arguments.max_tokens,
            texts=arguments.texts,
        )

    parser.set_defaults(run=run)


def _add_verify(commands: Commands) -> None:
    parser = commands.add_parser("verify", help="compare a model folder with PyTorch; exit code 1 past tolerance")
    parser.add_argument("folder", type=Path, help="model folder")
    parser.add_argument("--source", type=Path, required=True, help="transformers folder that it comes from")
    parser.add_argument("--texts", type=Path, help="a text a line (default: the golden texts)")

    def run(arguments: argparse.Namespace) -> None:
        from .commands import verify_model

        verify_model(arguments.folder, arguments.source, arguments.texts)

    parser.set_defaults(run=run)


def _add_fixtures(commands: Commands) -> None:
    parser = commands.add_parser("fixtures", help="write the tiny model folders that the service's tests use")
    parser.add_argument("--out", type=Path, required=True)

    def run(arguments: argparse.Namespace) -> None:
        from .fixtures import write_fixtures

        write_fixtures(arguments.out)

    parser.set_defaults(run=run)


def _add_measure(commands: Commands) -> None:
    parser = commands.add_parser("measure", help="figures of a model folder on the evaluation texts; needs no PyTorch")
    parser.add_argument("folder", type=Path, help="model folder with sentiment labels")
    parser.add_argument("--out", type=Path, help="file to write (default: print)")
    parser.add_argument("--data", type=Path, help="folder with training-text and sst2: adds noise and calibration")
    parser.add_argument(
        "--test",
        action="store_true",
        help="adds the test splits, once for each file: logs the reading, and writes the accuracy into the manifest",
    )

    def run(arguments: argparse.Namespace) -> None:
        from .measure import measure

        if arguments.test and not (arguments.data and arguments.out):
            parser.error("--test needs --data and --out")
        measure(arguments.folder, data=arguments.data, out=arguments.out, reads_test_splits=arguments.test)

    parser.set_defaults(run=run)


def _add_early_exit(commands: Commands) -> None:
    parser = commands.add_parser(
        "early-exit", help="join the folders of a model and of its first layers; needs no PyTorch"
    )
    parser.add_argument("early", type=Path, help="model folder of the first layers, with a classifier of their own")
    parser.add_argument("full", type=Path, help="model folder of all layers")
    parser.add_argument("--out", type=Path, required=True, help="model folder to write; may be that of all layers")
    parser.add_argument("--version", required=True, help="version of the written model")
    parser.add_argument("--layer", type=int, required=True, help="the last of the first layers, for the manifest")
    parser.add_argument(
        "--polarity", type=float, default=0.8, help="a text leaves when its polarity is this likely (default: 0.8)"
    )
    parser.add_argument(
        "--neutral",
        type=float,
        default=0.8,
        help="a text leaves when it is neutral with this probability (default: 0.8)",
    )

    def run(arguments: argparse.Namespace) -> None:
        from .early_exit_folder import write_early_exit_folder

        largest = write_early_exit_folder(
            arguments.early,
            arguments.full,
            arguments.out,
            polarity=arguments.polarity,
            neutral=arguments.neutral,
            layer=arguments.layer,
            version=arguments.version,
        )
        print(f"{arguments.out}: the probabilities of golden texts differ from fp32 by at most {largest:.4f}")

    parser.set_defaults(run=run)


def _add_export_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--max-tokens", type=int, help="longest input (default: what the model reads, at most 512)")
    parser.add_argument(
        "--texts", type=Path, help="texts like those that will come, one a line: for int8's scales and the comparison"
    )


if __name__ == "__main__":
    main()
