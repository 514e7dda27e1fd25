"""How a changed ring is tried: as triangles joined in a second or two, and in earnest."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ringgen.checks.subject import Subject
from ringgen.design.model import Design, Solved
from ringgen.design.resolve import resolve
from ringgen.findings import Finding
from ringgen.making import Progress, deviation, make
from ringgen.spec.change import changed
from ringgen.spec.load import Loaded
from ringgen.spec.models import Spec
from ringgen.writers import Model, pending

if TYPE_CHECKING:
    from ringgen.kernel.second import Drafts
    from ringgen.triangles import TriangleMesh

Check = Callable[[Path, Subject], list[Finding]]
CHECKED = "stl"  # the format the checks read: what a caster prints


class Bench:
    """Tries rings: `check` holds a written file to the rules, `solved` is what a weight asked for had come to."""

    def __init__(self, check: Check, solved: tuple[Solved, ...] = (), progress: Progress = lambda _: None) -> None:
        self.progress = progress
        self._check, self._solved = check, solved
        self._drafts: Drafts | None = None

    def draft(self, loaded: Loaded) -> Sequence[Finding]:
        """What the checks find on the parts joined as triangles. InputError, or BuildError where they do not join."""
        spec = self._without_weight(loaded.spec)
        design = resolve(spec)
        if self._drafts is None:
            from ringgen.kernel.second import Drafts

            self._drafts = Drafts(deviation(spec, design))
        if design.stages is None:
            return self.checked(design, self._drafts.draft(design.parts))
        from ringgen.triangles import scaled

        return self.checked(design, scaled(self._drafts.draft(design.stages.cast.parts), design.stages.scale))

    def make(self, loaded: Loaded) -> Sequence[Finding]:
        """What they find on the ring itself. InputError or BuildError where there is none."""
        made = make(loaded.spec)
        return self.checked(made.design, made.mesh)

    def _without_weight(self, spec: Spec) -> Spec:
        """The spec with what its weight was solved to before, near enough for a draft."""
        for s in self._solved:
            spec = changed(spec, s.field, s.value)
        return spec

    def checked(self, design: Design, mesh: TriangleMesh) -> list[Finding]:
        """What they find on a mesh, as written."""
        model = Model(name="draft", slug="draft", metal=design.metal, mesh=mesh, solid=None, spec_sha256="")
        with tempfile.TemporaryDirectory(prefix="ringgen-") as folder:
            path = Path(folder) / f"draft.{CHECKED}"
            pending(model, CHECKED).write(path)
            return self._check(path, Subject.of(design))
