"""What ``import stances`` gives, and what it does not pull in."""

from __future__ import annotations

import importlib
import importlib.util
import json
import subprocess
import sys

import pytest

import stances

HEAVY = {
    *("spacy", "numpy", "py3langid", "trafilatura", "lxml"),
    *("matplotlib", "rich", "click", "hypothesis", "pytest"),
    *("sqlite3", "psycopg"),
    *("pyarrow", "pandas", "polars", "ruptures", "scipy"),
}


def modules_after(statement: str) -> set[str]:
    """Top-level modules that are loaded in a new interpreter after the statement."""
    program = f"import json, sys\n{statement}\nprint(json.dumps(list(sys.modules)))"
    ran = subprocess.run(
        [sys.executable, "-c", program], check=True, capture_output=True, text=True
    )
    return {name.partition(".")[0] for name in json.loads(ran.stdout)}


def test_every_listed_name_is_there() -> None:
    for name in stances.__all__:
        assert getattr(stances, name) is not None


def test_every_name_that_is_there_is_listed() -> None:
    ours = {
        name
        for name, value in vars(stances).items()
        if not name.startswith("_") and getattr(value, "__module__", "").startswith("stances")
    }
    assert ours <= set(stances.__all__) == set(dir(stances))


def test_names_are_listed_once_and_in_order() -> None:
    assert len(set(stances.__all__)) == len(stances.__all__)


@pytest.mark.parametrize("name", stances.__all__)
def test_a_name_is_no_module_whatever_was_imported_before(name: str) -> None:
    assert type(getattr(stances, name)).__name__ != "module"
    module = f"stances.{name}"
    if importlib.util.find_spec(module):
        importlib.import_module(module)
        assert callable(getattr(stances, name))


def test_a_name_that_is_not_there_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="'stances' has no attribute 'frobnicate'"):
        stances.frobnicate  # noqa: B018


def test_public_functions_and_classes_say_what_they_are_for() -> None:
    for name in stances.__all__:
        value = getattr(stances, name)
        if callable(value):
            assert value.__doc__, name


def test_importing_is_light() -> None:
    assert not modules_after("import stances") & HEAVY


def test_asking_a_log_made_by_hand_stays_light() -> None:
    question = "import stances as st; st.dyads(st.Log()); st.replay(st.Log()); st.demands(st.Log())"
    assert not modules_after(question) & HEAVY


def test_a_log_on_disk_needs_no_coder() -> None:
    assert not modules_after("import stances as st; st.open(':memory:').close()") & (
        HEAVY - {"sqlite3"}
    )
