"""Presets are found beside the package in a checkout and inside it in a wheel, and never by a path."""

from __future__ import annotations

from pathlib import Path

import pytest

from ringgen.errors import InputError
from ringgen.spec import presets


def test_in_a_wheel_they_lie_in_the_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "package" / "presets" / "band"
    folder.mkdir(parents=True)
    (folder / "plain.toml").write_text("# A plain band.\n#: For anyone.\n\n# not this\nsize = 'US 7'\n")
    monkeypatch.setattr(presets, "_FOLDERS", (tmp_path / "package" / "presets", tmp_path / "nowhere"))
    presets._files.cache_clear()
    try:
        assert presets.names() == ("band/plain",)
        assert presets.headline("band/plain") == "A plain band. For anyone."
    finally:
        presets._files.cache_clear()


@pytest.mark.parametrize("name", ["../presets/solitaire/six-prong", "solitaire/six-prong.toml", "six-prong", "", "\0"])
def test_only_listed_names_are_known(name: str) -> None:
    with pytest.raises(InputError):
        presets.text(name)


@pytest.mark.parametrize("name", ["six-prong", "solitair/six-prong", "solitaire/sixprong", "six-pron"])
def test_the_nearest_is_offered(name: str) -> None:
    assert presets.near(name) == "solitaire/six-prong"
