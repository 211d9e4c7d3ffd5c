"""The whole site as Markdown: its pages, its order, its configuration."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ctilint import __version__
from ctilint.docs.commands import Command, command_pages
from ctilint.docs.front import TUTORIALS, front_files, front_pages, readme
from ctilint.docs.rules import rule_pages, settings_page
from ctilint.docs.tables import api_pages, releases_page
from ctilint.docs.voice import voice_pages

CONFIG = "mkdocs.yml"
PAGES = "pages"
_HERE = os.path.dirname(os.path.abspath(__file__))
_STYLE = "site.css"
# The theme asks another host for such a script unless one of this name is given.
_WORKER = "iframe-worker.js"


def site_files(commands: Sequence[Command]) -> Mapping[str, bytes]:
    """Return every file of the source of the site by its path: ``mkdocs.yml``, and the pages below ``pages``."""
    pages = {
        **dict(front_pages()),
        **dict(command_pages(commands, readme())),
        **dict(rule_pages()),
        "settings.md": settings_page(),
        **dict(api_pages()),
        "releases.md": releases_page(),
        **dict(voice_pages()),
    }
    files = {path: text.encode("utf-8") for path, text in pages.items()} | dict(front_files())
    for name in (_STYLE, _WORKER):
        with open(os.path.join(_HERE, name), "rb") as file:
            files[name] = file.read()
    import yaml

    config = yaml.safe_dump(configuration(pages), sort_keys=False, allow_unicode=True).encode("utf-8")
    return {CONFIG: config, **{f"{PAGES}/{path}": data for path, data in files.items()}}


def configuration(pages: Iterable[str]) -> dict[str, Any]:
    """Return what ``mkdocs.yml`` says: every page stands in the order of the site, every link leads somewhere.

    Nothing is asked of another host: fonts are the reader's own, search runs in the page.
    """
    schemes = (("default", "weather-night", "Dark"), ("slate", "weather-sunny", "Light"))
    return {
        "site_name": f"ctilint {__version__}",
        "site_description": "Reads CTI integrations for Salesforce, says what is wrong with them",
        "docs_dir": PAGES,
        "use_directory_urls": False,
        "extra_css": [_STYLE],
        "extra": {"polyfills": [_WORKER]},
        "theme": {
            "name": "material",
            "font": False,
            "features": [
                "navigation.indexes",
                "navigation.tabs",
                "navigation.prune",
                "content.code.copy",
                "toc.follow",
            ],
            "palette": [
                {
                    "media": f"(prefers-color-scheme: {'light' if scheme == 'default' else 'dark'})",
                    "scheme": scheme,
                    "primary": "indigo",
                    "toggle": {"icon": f"material/{icon}", "name": f"{name} colours"},
                }
                for scheme, icon, name in schemes
            ],
        },
        "plugins": ["search", "offline"],
        "markdown_extensions": [
            "attr_list",
            "tables",
            {"toc": {"permalink": True, "toc_depth": "2-3"}},
            {"pymdownx.highlight": {"anchor_linenums": False}},
            "pymdownx.superfences",
        ],
        "validation": {
            "omitted_files": "warn",
            "absolute_links": "warn",
            "unrecognized_links": "warn",
            "anchors": "warn",
        },
        "nav": _order(list(pages)),
    }


def _order(pages: Sequence[str]) -> list[Any]:
    def below(folder: str) -> list[str]:
        return [page for page in pages if page.startswith(f"{folder}/")]

    return [
        {"Start": "index.md"},
        {"Tutorials": [f"tutorials/{name}.md" for name in TUTORIALS]},
        {"Commands": [*below("commands"), "settings.md"]},
        {"Rules": below("rules")},
        {"APIs": [*below("api"), "releases.md"]},
        {"Salesforce Voice": below("voice")},
    ]
