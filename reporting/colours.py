"""The house's colours: ink, ground and four meanings, five steps of one hue for maps, and lines told apart."""

LIGHT = {
    "ink": "#0B0C0C",
    "muted": "#505A5F",
    "line": "#B1B4B6",
    "ground": "#FFFFFF",
    "panel": "#F3F4F6",
    "accent": "#1D4ED8",
    "waiting": "#8A5A00",
    "danger": "#B10E1E",
    "good": "#00703C",
    "unknown": "#4C2C92",
}
DARK = {
    "ink": "#F3F4F6",
    "muted": "#B4BAC0",
    "line": "#5B636B",
    "ground": "#10151C",
    "panel": "#1B222C",
    "accent": "#8FB3FF",
    "waiting": "#F2B84B",
    "danger": "#FF8A8A",
    "good": "#6FD3A0",
    "unknown": "#C3A8FF",
}
MAP_STEPS = {
    "light": ("#DBE6FB", "#A9C3F5", "#6F97EA", "#3B6AD9", "#173B97"),
    "dark": ("#1E2C4A", "#2C4680", "#3F66BC", "#6A92E6", "#B5CDFF"),
}
"""Five steps of one hue, least to most."""

NOT_TOLD = {"light": "#E4E6E8", "dark": "#2A3038"}
"""The fill of a place of which nothing is told."""

FONT = "system-ui, -apple-system, Segoe UI, Roboto, Helvetica Neue, Arial, Noto Sans, sans-serif"


def theme(dark: bool) -> str:
    """The word for a theme, as the tables above use it."""
    return "dark" if dark else "light"


def colours(dark: bool) -> dict[str, str]:
    """The colours of a theme by what they mean."""
    return DARK if dark else LIGHT
