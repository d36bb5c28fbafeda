"""What the tests in a browser share: one Chromium and one house for each file."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser.chromium import chromium, installed
from tests.browser.house import House, house
from tests.conftest import missing_part


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A Chromium; without one the tests are skipped, where that is allowed."""
    program = installed()
    if program is None:
        missing_part("The pages are not tested in a browser: Chromium is not installed.")
    else:
        with chromium(program) as running:
            yield running


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[House]:
    """A practice of its own, with its real processes; after the browser, so that none is begun in vain."""
    with house(tmp_path_factory.mktemp("practice")) as running:
        yield running
