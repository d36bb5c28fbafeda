"""Makes docs/overview.png, the picture in the README: `python -m tests.browser.picture`. Needs Chromium."""

import sys
import tempfile
from pathlib import Path

from PIL import Image

from tests.browser.chromium import chromium, installed, person
from tests.browser.house import house

WHERE = Path(__file__).parents[2] / "docs" / "overview.png"
HEIGHT = 1_240
MOST = 300_000  # bytes
COLOURS = 128


def main() -> int:
    """Overview of the practice county as the whole force's comms sees it; 1 when it cannot be made."""
    program = installed()
    if program is None:
        print("No Chromium was found. Install it, or name it in BLUELAMP_TEST_CHROMIUM.", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory() as folder, house(Path(folder)) as running, chromium(program) as browser:
        running.collect()
        looking = person(browser, running.dashboard)
        looking.sign_in("Marcus Okonjo")
        looking.go("Overview")
        looking.page.set_viewport_size({"width": 1_280, "height": HEIGHT})
        looking.drawn()
        taken = Path(folder) / "taken.png"
        looking.page.screenshot(path=str(taken))
        with Image.open(taken) as image:
            image.convert("RGB").quantize(COLOURS).save(WHERE, optimize=True)
    size = WHERE.stat().st_size
    print(f"docs/overview.png: {size:,} bytes")
    return 0 if size <= MOST else 1


if __name__ == "__main__":
    sys.exit(main())
