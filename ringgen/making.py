"""A spec made: decided, solved, built as far as its mesh. Nothing of the CAD kernel is imported until it is needed."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING

from ringgen.design.model import Design, Solved
from ringgen.design.resolve import resolve
from ringgen.design.weight import solve
from ringgen.errors import BuildError
from ringgen.spec.models import Spec

if TYPE_CHECKING:
    from ringgen.kernel.solid import Solid
    from ringgen.triangles import TriangleMesh

Progress = Callable[[str], None]


@dataclass(frozen=True)
class Made:
    """A design with its solid, which carries its mesh: the finished ring."""

    design: Design
    solid: Solid
    timings: dict[str, float] = field(default_factory=dict)
    cast: Solid | None = None
    wax: Solid | None = None
    """The metal as cast and its wax, without stones, where the design has stages."""

    @property
    def written(self) -> Solid:
        """What goes into the files: the wax where there is one, else the ring itself."""
        return self.wax or self.solid

    @property
    def mesh(self) -> TriangleMesh:
        """The metal's surface as written to files."""
        return self.written.mesh

    @property
    def weight_g(self) -> float:
        """Finished weight, g: the solid's volume times the alloy's density."""
        return self.solid.volume * self.design.metal.density_g_cm3 / 1000


@dataclass(frozen=True)
class Early:
    """Who is told what will be written before it is believed; the other kernel may yet find fault with it.

    `solid` hears of the metal and its stones as the kernel has them, before there are triangles; `mesh` of a mesh that
    closes. Of a ring whose weight is solved, or that has stages, neither hears.
    """

    solid: Callable[[Design, object, Sequence[object]], object] = lambda *_: None
    mesh: Callable[[Design, TriangleMesh], object] = lambda *_: None


def make(
    spec: Spec, progress: Progress = lambda _: None, decided: Design | None = None, early: Early | None = None
) -> Made:
    """Decide, solve and build a spec as far as its mesh. Raises InputError or BuildError.

    `decided` is the spec's design, for whoever has it; `early` is told what will be written before it is believed.
    """
    clock = Clock()
    with clock("kernel"):
        from ringgen.kernel import solid as solids
    last: dict[str, tuple[Design, Solid]] = {}
    single = spec.weight is None

    def weigh(tried: Spec) -> float:
        design = decided if decided is not None and tried is spec else resolve(tried)
        progress(f"building {design.name}")

        told = early if early is not None and single and design.stages is None else Early()
        with clock("build"):
            solid = solids.build(
                design.parts, deviation(tried, design), partial(told.mesh, design), partial(told.solid, design)
            )
        last["made"] = (design, solid)
        return solid.volume * design.metal.density_g_cm3 / 1000

    solved_spec, solved = solve(spec, weigh)
    if solved is None:
        weigh(solved_spec)
    design, solid = last["made"]
    design = _with(design, solved)
    if design.stages is None:
        return Made(design, solid, clock.seconds)
    progress("building its cast and its wax")
    with clock("build"):
        from ringgen.kernel.scaling import scaled

        cast = design.stages.cast
        same = cast.parts == design.parts  # nothing but shrinkage asked for
        metal = solid if same else _cast(cast, deviation(solved_spec, design))
        wax = scaled(metal, design.stages.scale)
    return Made(design, solid, clock.seconds, metal, wax)


def _cast(cast: Design, within: float) -> Solid:
    """The metal with its stock. Raises BuildError that says so: the ring itself was built."""
    from ringgen.kernel import solid as solids

    try:
        return solids.build(cast.parts, within)
    except BuildError as error:
        raise BuildError(f"the ring with its stock (making.finish; a little more or less may do): {error}") from error


def deviation(spec: Spec, design: Design) -> float:
    """The chord error of the mesh, mm: the spec's, else the rules'."""
    return spec.making.deviation if spec.making.deviation is not None else design.rules.mesh_deviation_mm


def _with(design: Design, solved: Solved | None) -> Design:
    return design if solved is None else replace(design, solved=(solved,))


class Clock:
    """Seconds by step: `with clock("write"): ...` adds to that step's."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    @contextmanager
    def __call__(self, step: str) -> Iterator[None]:
        """Count what happens inside towards a step."""
        start = time.perf_counter()
        try:
            yield
        finally:
            self.seconds[step] = self.seconds.get(step, 0.0) + time.perf_counter() - start
