"""What the shell offers for `--set`."""

from __future__ import annotations

import click
import pytest
from click.shell_completion import ShellComplete

from ringgen.cli._set import set_option


@click.command("show")
@click.argument("spec")
@set_option
def show(spec: str, overrides: tuple[str, ...]) -> None:
    click.echo(f"{spec} {overrides}")


def offered(args: list[str], incomplete: str) -> dict[str, str | None]:
    shell = ShellComplete(show, {}, "show", "_SHOW_COMPLETE")
    return {item.value: item.help for item in shell.get_completions(args, incomplete)}


def test_fields_of_the_spec_are_offered_with_their_range() -> None:
    found = offered(["solitaire/six-prong", "--set"], "settings.centre.pr")
    assert list(found) == ["settings.centre.prongs="]
    assert "(2 to 12)" in (found["settings.centre.prongs="] or "")


def test_words_are_offered_after_the_equals_sign() -> None:
    assert set(offered(["solitaire/six-prong", "--set"], "fit=")) == {"fit=none", "fit=auto"}


@pytest.mark.parametrize("spec", ["-", "no-such-spec", "/dev/zero"])
def test_nothing_is_offered_for_a_spec_that_cannot_be_read(spec: str) -> None:
    assert offered([spec, "--set"], "band") == {}
