from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from sample_ring import model

from ringgen import files, plugins, writers
from ringgen.errors import InputError, WriteError

HERE = Path(__file__).parent
CHILD = f"""
import sys; sys.path.insert(0, {str(HERE)!r})
from pathlib import Path
from sample_ring import model
from ringgen import files, writers
ring = model()
for turn in ("first", "second"):
    done = files.commit(Path(sys.argv[1]) / turn, [writers.pending(ring, f) for f in writers.formats()])
    print(*(w.sha256 for w in done))
"""


def file(name: str) -> str:
    """What the sample's file of a format is called."""
    return "ana" + writers.writer(name).SUFFIX


def test_every_module_of_the_folder_is_a_format() -> None:
    assert set(writers.formats()) >= {"stl", "step", "3mf"}
    assert len(writers.formats()) == len(plugins.names("ringgen.writers"))
    for name in writers.formats():
        assert f"{writers.writer(name).SUFFIX}.".startswith(f".{name}.")


def test_a_format_may_be_typed_as_a_suffix_and_an_unknown_one_is_answered_with_the_nearest() -> None:
    assert writers.writer(".STL") is writers.writer("stl")
    assert all(writers.writer(writers.writer(name).SUFFIX) is writers.writer(name) for name in writers.formats())
    with pytest.raises(InputError) as caught:
        writers.writer("stp")
    assert caught.value.problems[0].nearest in ("step", "stl")


def test_asking_for_the_formats_imports_no_array_or_kernel_library() -> None:
    code = (
        "import sys; from ringgen import writers; writers.formats();"
        "print([m for m in ('numpy', 'OCP', 'lib3mf', 'trimesh', 'scipy') if m in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


def test_the_same_ring_gives_the_same_bytes_in_any_process_and_however_often(tmp_path: Path) -> None:
    digests = []
    for seed in ("1", "2"):
        (tmp_path / seed).mkdir()
        run = subprocess.run(
            [sys.executable, "-c", CHILD, str(tmp_path / seed)],
            env=os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(sys.path)},
            capture_output=True,
            text=True,
            check=True,
        )
        digests += run.stdout.split("\n")[:2]
    ring = model()
    files.commit(tmp_path / "here", [writers.pending(ring, f) for f in writers.formats()])
    here = [hashlib.sha256((tmp_path / "here" / file(f)).read_bytes()).hexdigest() for f in writers.formats()]
    assert set(digests) == {" ".join(here)}


def test_another_spec_gives_other_bytes(tmp_path: Path) -> None:
    for spec in ("a" * 64, "b" * 64):
        ring = model(spec_sha256=spec)
        files.commit(tmp_path / spec[0], [writers.pending(ring, f) for f in writers.formats()])
    for name in writers.formats():
        assert (tmp_path / "a" / file(name)).read_bytes() != (tmp_path / "b" / file(name)).read_bytes()


@pytest.mark.parametrize("name", writers.formats())
@pytest.mark.parametrize("share", [0.0, 0.3, 0.999])
def test_a_file_cut_short_is_not_verified(tmp_path: Path, name: str, share: float) -> None:
    ring = model()
    path = tmp_path / file(name)
    writers.writer(name).write(ring, path)
    whole = path.read_bytes()
    path.write_bytes(whole[: int(len(whole) * share)])
    with pytest.raises(WriteError):
        writers.writer(name).verify(path, ring)


@pytest.mark.parametrize("name", writers.formats())
@pytest.mark.parametrize(
    "title", ["x" * 500, "a\nb\r\x00c", "<&>\"'", "指輪 💍", "back\\slash ; ENDSEC;", "solid gold"]
)
def test_any_name_a_ring_may_have_is_written(tmp_path: Path, name: str, title: str) -> None:
    files.commit(tmp_path, [writers.pending(model(name=title), name)])


@pytest.mark.parametrize("name", writers.formats())
def test_a_file_that_does_not_fit_says_so_whatever_library_made_it(tmp_path: Path, name: str) -> None:
    resource = pytest.importorskip("resource")
    ring, before = model(), resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, before[1]))
    try:
        with pytest.raises(
            WriteError, match=rf"{re.escape(file(name))}: the file would be larger than is allowed here \(EFBIG\)"
        ):
            files.commit(tmp_path / "out", [writers.pending(ring, name)])
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert not (tmp_path / "out").exists()


def test_a_written_report_can_be_checked_against_the_files_beside_it(tmp_path: Path) -> None:
    ring = model()
    with files.Release(tmp_path) as release:
        written = [release.add(writers.pending(ring, name)) for name in writers.formats()]
        release.add(files.Pending.of("ana.report.json", "report", b"".join(w.sha256.encode() for w in written)))
        done = release.commit()
    for file in done[:-1]:
        assert hashlib.sha256(file.path.read_bytes()).hexdigest() == file.sha256
        assert file.sha256.encode() in (tmp_path / "ana.report.json").read_bytes()
