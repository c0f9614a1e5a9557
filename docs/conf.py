"""The docs site: ``sphinx-build -n -W docs build/docs``.

Pages with code cells are run while it is built, and what they say in numbers comes from that run.
Nothing is fetched, neither by the build nor by the pages.
"""

from __future__ import annotations

import hashlib
import os
import sys
from pathlib import Path

DOCS = Path(__file__).parent
ROOT = DOCS.parent
sys.path[:0] = [str(ROOT), str(DOCS), str(DOCS / "_ext")]

from inventories import compiled  # noqa: E402
from measured import figures  # noqa: E402

import stances  # noqa: E402

# What the kernels that run the pages import: this tree, and aids.py.
os.environ["PYTHONPATH"] = os.pathsep.join([str(ROOT), str(DOCS)])


def run_from() -> str:
    """A name for all that the pages are run from: a page is run anew when any of it changes."""
    parts = (
        "stances/**/*.py",
        "stances/**/*.toml",
        "stances/**/*.jsonl",
        "fixtures/**/*",
        "seeds/*",
    )
    files = sorted({path for part in parts for path in ROOT.glob(part) if path.is_file()})
    told = hashlib.sha256()
    for path in [*files, DOCS / "aids.py"]:
        told.update(path.read_bytes())
    return told.hexdigest()[:16]


project = "stances"
author = "The stances contributors"
copyright = "the stances contributors, Apache-2.0"
version = release = stances.__version__

extensions = [
    "myst_nb",
    "sphinx.ext.autodoc",
    "sphinx.ext.napoleon",
    "sphinx.ext.intersphinx",
    "sphinx_click",
    "sphinx_copybutton",
    "generated",
]
exclude_patterns = ["_ext", "_static", "img"]
nitpicky = True
suppress_warnings = ["toc.empty_glob"]

myst_enable_extensions = ["attrs_inline", "colon_fence", "deflist", "substitution"]
myst_heading_anchors = 3
myst_substitutions = figures()

nb_execution_mode = os.environ.get("STANCES_DOCS_RUN", "cache")
nb_execution_cache_path = str(ROOT / "build" / "notebooks" / run_from())
nb_execution_timeout = 240
nb_execution_raise_on_error = True
nb_merge_streams = True

autodoc_typehints_format = "short"
autodoc_preserve_defaults = True
autodoc_member_order = "bysource"
napoleon_numpy_docstring = False
napoleon_use_ivar = True
python_use_unqualified_type_names = True
nitpick_ignore_regex = [
    # Types that are told of in words, and those of parts that nobody calls by name.
    ("py:.*", r"stances\.[a-z_.]+\.\w+"),
    ("py:class", r"(?!stances|datetime|networkx).*"),
    ("py:obj", r"typing\..*"),
]

intersphinx_mapping = compiled(DOCS / "_ext" / "inventories.toml", ROOT / "build" / "inventories")
intersphinx_timeout = 1

html_theme = "furo"
html_title = f"stances {release}"
html_favicon = "_static/stances.svg"
html_static_path = ["_static"]
html_css_files = ["stances.css"]
html_copy_source = False
html_show_sourcelink = False
html_theme_options = {"navigation_with_keys": True}
copybutton_selector = "div.highlight-sh pre, div.highlight-python pre, div.cell_input pre"
