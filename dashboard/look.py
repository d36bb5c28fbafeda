"""The colours, the type and the spacing of the pages; every pair of colours is checked for contrast."""

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
ON_GROUND = ("ink", "muted", "accent", "waiting", "danger", "good", "unknown")
"""Colours that carry words, on the ground as on a panel."""

MAP_STEPS = ("#DBE6FB", "#A9C3F5", "#6F97EA", "#3B6AD9", "#173B97")
"""Five steps of one hue, least to most."""

FONT = "system-ui, -apple-system, Segoe UI, Roboto, Helvetica Neue, Arial, Noto Sans, sans-serif"


def streamlit_options() -> list[str]:
    """The theme as options of `streamlit run`, light and dark."""
    options = [
        f"--theme.font={FONT}",
        f"--theme.headingFont={FONT}",
        "--theme.baseFontSize=16",
        "--theme.baseRadius=6px",
    ]
    for name, colours in (("light", LIGHT), ("dark", DARK)):
        options += [
            f"--theme.{name}.primaryColor={colours['accent']}",
            f"--theme.{name}.backgroundColor={colours['ground']}",
            f"--theme.{name}.secondaryBackgroundColor={colours['panel']}",
            f"--theme.{name}.textColor={colours['ink']}",
            f"--theme.{name}.linkColor={colours['accent']}",
            f"--theme.{name}.borderColor={colours['line']}",
            f"--theme.{name}.sidebar.backgroundColor={colours['panel']}",
        ]
    return options


def css(dark: bool = False) -> str:
    """The style sheet of the frame: the four meanings as classes, and room for thumbs."""
    colours = DARK if dark else LIGHT
    names = "".join(f"--bl-{name}:{value};" for name, value in colours.items())
    return f"<style>:root{{{names}}}{_RULES}</style>"


_RULES = """
html, body, .stApp { font-variant-numeric: tabular-nums; }
.block-container { padding-top: 3.25rem; padding-bottom: 4rem; max-width: 76rem; }
h1 { font-size: 1.75rem !important; letter-spacing: -0.01em; padding-bottom: 0.25rem !important; }
h2 { font-size: 1.25rem !important; } h3 { font-size: 1.0625rem !important; }
.stButton button, .stDownloadButton button, .stFormSubmitButton button, .stLinkButton a { min-height: 44px; }
.bl-banner { border-left: 6px solid; padding: 0.6rem 0.9rem; margin: 0 0 0.5rem; background: var(--bl-panel);
  border-radius: 4px; font-weight: 600; }
.bl-banner small { font-weight: 400; color: var(--bl-muted); display: block; }
.bl-practice { border-color: var(--bl-accent); } .bl-hold, .bl-stopped { border-color: var(--bl-danger); }
.bl-old { border-color: var(--bl-waiting); }
.bl-badge { display: inline-block; border: 1.5px solid currentColor; border-radius: 999px; padding: 0 0.6rem;
  font-size: 0.8125rem; font-weight: 600; line-height: 1.5rem; white-space: nowrap; }
.bl-muted { color: var(--bl-muted); } .bl-waiting { color: var(--bl-waiting); } .bl-danger { color: var(--bl-danger); }
.bl-good { color: var(--bl-good); } .bl-unknown { color: var(--bl-unknown); } .bl-ink { color: var(--bl-ink); }
.bl-said { white-space: pre-wrap; overflow-wrap: anywhere; font-size: 1.0625rem; line-height: 1.45; margin: 0.25rem 0; }
.bl-meta { color: var(--bl-muted); font-size: 0.9375rem; overflow-wrap: anywhere; }
.bl-figure { font-size: 2rem; font-weight: 650; line-height: 1.1; }
.bl-figure + .bl-meta { margin-top: 0.2rem; }
.bl-talk { border-radius: 10px; padding: 0.55rem 0.8rem; margin: 0.35rem 0; max-width: 46rem;
  background: var(--bl-panel); }
.bl-talk.bl-ours { margin-left: auto; border: 1.5px solid var(--bl-accent); background: transparent; }
.bl-preview { border: 1px solid var(--bl-line); border-radius: 8px; padding: 0.7rem 0.9rem; }
.bl-calendar { width: 100%; border-collapse: collapse; table-layout: fixed; font-size: 0.8125rem; }
.bl-calendar th { text-align: left; color: var(--bl-muted); font-weight: 600; padding: 0.25rem; }
.bl-calendar td { border: 1px solid var(--bl-line); vertical-align: top; height: 5.5rem; padding: 0.25rem;
  overflow-wrap: anywhere; }
.bl-calendar td[aria-current] { border: 2px solid var(--bl-accent); } .bl-day { font-weight: 600; }
@media (max-width: 640px) {
  .block-container { padding-left: 1rem; padding-right: 1rem; padding-top: 4.25rem; }
  .bl-calendar { display: none; }
  .stButton button, .stFormSubmitButton button { width: 100%; }
}
"""
