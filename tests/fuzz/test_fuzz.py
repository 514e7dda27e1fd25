"""Random specs from the parameters' own ranges: each is refused with a field to mend, or becomes one sound ring.

`--fuzz-count` says how many accepted specs to build, `--fuzz-seed` (or RINGGEN_FUZZ_SEED) from where to draw; the
seed stands in every test's name. A spec that fails is stored in `corpus/` under its tag and replayed ever after.
"""

from __future__ import annotations

import random
from collections import Counter
from itertools import islice
from pathlib import Path

import pytest
from fuzz.judge import CORPUS, judge_within, judged, kept
from fuzz.sampler import kinds, sample

from ringgen.design.resolve import resolve
from ringgen.errors import InputError
from ringgen.settings import heads, rows
from ringgen.spec.load import read_text
from ringgen.spec.sources import Text

CHUNK = 15  # accepted specs in one test: enough to share a process, few enough to share out over workers
BANDS = 0.4  # of the rings have no head: most of the profiles' ranges is seen in them, and they are cheap
ROWS = 1  # rings with each kind of row in a run: each takes as long as several heads
ASK_BOTH = 4  # every so many specs the second kernel is asked too
PATIENCE = 120.0  # s for one ring; a hundred times what one takes
LEAST_ACCEPTED = 0.6
MOST_UNBUILT = 0.2  # of accepted draws over whole ranges may be refused by the kernel, parts named; made wrong, none


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "chunk" in metafunc.fixturenames:
        seed, count = metafunc.config.getoption("fuzz_seed"), metafunc.config.getoption("fuzz_count")
        metafunc.parametrize("chunk", [f"{seed}-{n}" for n in range(max(1, -(-count // CHUNK)))])


def kind_of(number: int) -> str:
    """The kind of a run's ring: bands now and then, every head in turn."""
    settings = heads()
    before = sum(_is_band(n) for n in range(number))
    return "band" if _is_band(number) else settings[(number - before) % len(settings)]


def _is_band(number: int) -> bool:
    return int((number + 1) * BANDS) > int(number * BANDS)


def accepted(text: str) -> InputError | None:
    """Why a spec is refused; None for one that is to become a ring."""
    try:
        resolve(read_text(Text(text, "fuzz", ".toml")).spec)
    except InputError as error:
        return error
    except Exception:  # not a refusal: the judge will give it its tag
        return None
    return None


def test_accepted_specs_become_sound_rings(chunk: str) -> None:
    first, texts, draw = CHUNK * int(chunk.rpartition("-")[2]), list[str](), 0
    while len(texts) < CHUNK and draw < 10 * CHUNK:
        text = sample(f"{chunk}-{draw}", kind_of(first + len(texts))).text
        draw += 1
        why = accepted(text)
        if why is None:
            texts.append(text)
        else:
            assert all(p.field for p in why.problems), f"a refusal that names no field: {why}\n{text}"
    assert len(texts) == CHUNK, f"{len(texts)} of {draw} draws accepted"
    failures, unbuilt = [], []
    for number, (text, verdict) in enumerate(judged([(t, n % ASK_BOTH == 0) for n, t in enumerate(texts)], PATIENCE)):
        if verdict.tag == "BUILD":
            unbuilt.append(f"{verdict.said}\n{text}")
        elif verdict.failed:
            failures.append(
                f"{verdict.tag} ({kept(text, verdict.tag)}, number {number} of {chunk})\n{verdict.said}\n{text}"
            )
    assert not failures, f"{len(failures)} of {CHUNK} specs of seed {chunk} failed:\n" + "\n".join(failures)
    assert len(unbuilt) <= MOST_UNBUILT * CHUNK, f"{len(unbuilt)} of {CHUNK} not built:\n" + "\n".join(unbuilt)


@pytest.mark.parametrize("kind", rows())
def test_accepted_rows_become_sound_rings(kind: str) -> None:
    """Rows have a run of their own: many stones take the kernel longer than a head does."""
    drawn = (sample(f"row-{kind}-{draw}", kind).text for draw in range(120 * ROWS))
    texts = list(islice((text for text in drawn if accepted(text) is None), ROWS))
    assert len(texts) == ROWS
    for text in texts:
        verdict = judge_within(text, PATIENCE)
        assert not verdict.failed, f"{verdict.tag} {verdict.said}\n{text}"


def test_most_draws_are_accepted(request: pytest.FixtureRequest) -> None:
    """Ranges so wide that most of what they allow is refused would tell a designer nothing."""
    seed = request.config.getoption("fuzz_seed")
    refusals: Counter[str] = Counter()
    drawn = 11 * len(kinds())
    for n in range(drawn):
        why = accepted(sample(f"{seed}-rate-{n}", kinds()[n % len(kinds())]).text)
        if why is not None:
            refusals[f"{why.problems[0].field.rpartition('.')[2]}: {why.problems[0].message[:50]}"] += 1
    assert refusals.total() <= (1 - LEAST_ACCEPTED) * drawn, f"refused {refusals.total()}: {refusals.most_common(8)}"


def test_a_seed_draws_the_same_spec_every_time() -> None:
    random.seed(1)
    first = sample("here")
    random.seed(2)
    assert sample("here") == first


@pytest.mark.parametrize("kind", kinds())
def test_every_kind_of_ring_is_drawn(kind: str) -> None:
    assert {sample(n).kind for n in range(5 * len(kinds()))} >= {kind}


@pytest.mark.parametrize("path", sorted(CORPUS.glob("*.toml")), ids=lambda p: p.stem)
def test_what_once_failed_is_now_refused_or_sound(path: Path) -> None:
    verdict = judge_within(path.read_text(encoding="utf-8"), PATIENCE, second=True)
    assert not verdict.failed, f"{verdict.tag}: {verdict.said}"
