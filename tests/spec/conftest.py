"""Plug-ins made up for these tests, so that they hold whatever the shipped ones become."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from ringgen import plugins

PROFILE = '''"""A band made up for a test."""
from __future__ import annotations
from ringgen.spec.fields import ProfileParams, angle, choice, count, flag, length, ratio
ALIASES = ("made up",)
class Params(ProfileParams):
    """Made up."""
    crest: float = length(0.4, ge=0.1, le=0.9, doc="height of the crest")
    lean: float | None = angle(None, ge=5, le=60, doc="lean of the sides; unset: upright")
    rows: int = count(2, ge=1, le=5, doc="rows of beads")
    share: float = ratio(0.5, ge=0.0, le=1.0, doc="share of the width")
    edge: str = choice("soft", ("soft", "sharp"), doc="kind of edge")
    hollow: bool = flag(False, doc="whether the back is hollow")
'''
SETTING = '''"""A setting made up for a test."""
from __future__ import annotations
from ringgen.spec.fields import SettingParams, count, length
class Params(SettingParams):
    """Made up."""
    claws: int = count(4, ge=3, le=8, doc="how many claws")
    wall: float = length(0.5, ge=0.3, le=2.0, doc="thickness of the wall")
'''
OTHER_SETTING = '''"""Another setting made up for a test."""
from __future__ import annotations
from ringgen.spec.fields import SettingParams, length
class Params(SettingParams):
    """Made up."""
    wall: float = length(0.5, ge=0.3, le=2.0, doc="thickness of the wall")
    lip: float = length(0.3, ge=0.1, le=1.0, doc="height of the lip")
'''
CUT = '''"""A cut made up for a test."""
from __future__ import annotations
from ringgen.spec.fields import StoneParams, ratio
class Params(StoneParams):
    """Made up."""
    bulge: float = ratio(0.1, ge=0.0, le=0.3, doc="how far the sides bow out")
'''
FILES = {
    "profiles": {"test_band": PROFILE},
    "settings": {"test_claw": SETTING, "test_cup": OTHER_SETTING},
    "cuts": {"test_cut": CUT},
}


@pytest.fixture
def made_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """One new file each in profiles, settings and cuts: all that adding one may take."""
    for folder, modules in FILES.items():
        (tmp_path / folder).mkdir()
        for name, text in modules.items():
            (tmp_path / folder / f"{name}.py").write_text(text)
        package = importlib.import_module(f"ringgen.{folder}")
        monkeypatch.setattr(package, "__path__", [*package.__path__, str(tmp_path / folder)])
    importlib.invalidate_caches()
    plugins.names.cache_clear()
    yield
    plugins.names.cache_clear()
    for folder, modules in FILES.items():
        for name in modules:
            sys.modules.pop(f"ringgen.{folder}.{name}", None)
            module = importlib.import_module(f"ringgen.{folder}")
            if hasattr(module, name):
                delattr(module, name)
