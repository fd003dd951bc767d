"""The table of settings: read with types, refused with a clear line, equal to the docs."""

from __future__ import annotations

from pathlib import Path

import pytest

from hotline.site.environment import ROOT, BadSettingError, Environment, load, table


def test_nothing_set_gives_the_defaults() -> None:
    assert load({}) == Environment()


def test_each_type_is_read() -> None:
    read = load(
        {
            "HOTLINE_PORT": "9000",
            "HOTLINE_BEHIND_PROXY": "yes",
            "HOTLINE_ALLOWED_HOSTS": "a.example, b.example,",
            "HOTLINE_VAR": "/srv/hotline",
        }
    )
    assert read == Environment(
        port=9000,
        behind_proxy=True,
        allowed_hosts=("a.example", "b.example"),
        var=Path("/srv/hotline"),
    )


def test_the_key_ring_lies_in_var_unless_it_is_named() -> None:
    assert load({"HOTLINE_VAR": "/srv"}).keyring_path == Path("/srv/keys.json")
    assert load({"HOTLINE_KEYRING": "/safe/ring"}).keyring_path == Path("/safe/ring")


@pytest.mark.parametrize(
    ("name", "text"),
    [("HOTLINE_PORT", "eighty"), ("HOTLINE_PORT", "-1"), ("HOTLINE_DEBUG", "maybe"),
     ("HOTLINE_ENV", "staging")],
)  # fmt: skip
def test_a_wrong_value_is_refused_by_its_name(name: str, text: str) -> None:
    with pytest.raises(BadSettingError, match=f"{name}.*{text}"):
        load({name: text})


def test_the_docs_list_equals_the_table() -> None:
    lines = (ROOT / "docs" / "settings.md").read_text("utf-8").splitlines()
    rows = [line.strip("| ").split(" | ") for line in lines if line.startswith("| `")]
    assert rows == [
        [f"`{row['name']}`", f"`{row['shown']}`" if row["shown"] else "—", row["zh"], row["en"]]
        for row in table()
    ]
