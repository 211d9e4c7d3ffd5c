"""Fuzz one target with atheris, guided by coverage: ``python tests/fuzz/run.py judging --seconds 1800``.

atheris is no dependency of the project: install it beside it. What is found is written into the work folder as
``crash-*``; ``python tests/fuzz/targets.py judging FILE`` shows it again. Make it small, name it after what it is and
put it into ``tests/fuzz/found/``, where ``test_fuzz.py`` runs it with every target from then on.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[2]


def main() -> None:
    """Fuzz until the time is over."""
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("target")
    ask.add_argument("--seconds", type=int, default=1800)
    ask.add_argument("--work", type=Path, default=None, help="keep the corpus and what is found here")
    given = ask.parse_args()
    sys.path[:0] = [str(ROOT), str(Path(__file__).parent)]
    import atheris

    with atheris.instrument_imports(include=["ctilint"]):
        import targets

    work = given.work or Path(tempfile.mkdtemp(prefix="ctilint-fuzz-"))
    corpus = work / given.target
    corpus.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(targets.seeds(ROOT)):
        (corpus / f"seed-{number:04}").write_bytes(seed)
    words = work / "words"
    words.write_text("".join(f'"{word.replace(chr(34), "")}"\n' for word in targets.WORDS))
    options = [
        f"-max_total_time={given.seconds}",
        "-timeout=20",
        "-rss_limit_mb=2000",
        f"-max_len={targets.MOST}",
        f"-dict={words}",
        f"-artifact_prefix={work}/{given.target}-",
        "-print_final_stats=1",
    ]
    atheris.Setup([sys.argv[0], *options, str(corpus)], targets.TARGETS[given.target])
    atheris.Fuzz()


if __name__ == "__main__":
    main()
