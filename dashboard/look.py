"""The colours, the type and the spacing of the pages; every pair of colours is checked for contrast."""

from reporting.colours import DARK, FONT, LIGHT, MAP_STEPS, NOT_TOLD, theme

__all__ = [
    "DARK",
    "FONT",
    "LIGHT",
    "MAP_STEPS",
    "NOT_TOLD",
    "ON_ACCENT",
    "ON_GROUND",
    "css",
    "streamlit_options",
    "theme",
]

ON_GROUND = ("ink", "muted", "accent", "waiting", "danger", "good", "unknown")
"""Colours that carry words, on the ground as on a panel."""

ON_ACCENT = {"light": "#FFFFFF", "dark": "#10151C"}
"""What is written on a button in the accent colour."""


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
            f"--theme.{name}.greenTextColor={colours['good']}",
            f"--theme.{name}.redTextColor={colours['danger']}",
            f"--theme.{name}.sidebar.backgroundColor={colours['panel']}",
        ]
    return options


def css(dark: bool = False) -> str:
    """The style sheet of the frame: the four meanings as classes, and room for thumbs."""
    names = "".join(f"--bl-{name}:{value};" for name, value in (DARK if dark else LIGHT).items())
    return (
        f"<style>:root{{{names}--bl-on-accent:{ON_ACCENT[theme(dark)]};}}{_FRAME}{_PIECES}{_CALENDAR}{_PHONE}</style>"
    )


_FRAME = """
html, body, .stApp { font-variant-numeric: tabular-nums; }
.stMain .block-container { padding: 3.25rem 2.5rem 4rem; max-width: 78rem; }
h1 { font-size: 1.75rem !important; letter-spacing: -0.01em; padding: 0.25rem 0 !important; }
h2 { font-size: 1.25rem !important; padding-top: 1.5rem !important; } h3 { font-size: 1.0625rem !important; }
.stButton button, .stDownloadButton button, .stPopover button, .stLinkButton a, .stButtonGroup button
  { min-height: 44px; }
.stButton button[kind=primary], .stButton button[kind=primary] p { color: var(--bl-on-accent); font-weight: 600; }
.stMain [class*=st-key-danger] button[kind=primary],
[data-testid=stPopoverBody] [class*=st-key-danger] button[kind=primary]
  { background: var(--bl-danger); border-color: var(--bl-danger); }
.stMain .stPageLink a p { color: var(--bl-accent); text-decoration: underline; text-underline-offset: 0.15em; }
.stMain .stPageLink a { padding-left: 0; min-height: 44px; }
.stMain textarea, .stMain input[type=text] { font-size: 1rem; }
.stMain [class*=st-key-answer-] [data-testid=InputInstructions] { display: none; }
.stMain [data-testid=stLayoutWrapper]:has(> .st-key-review-acts) { position: sticky; bottom: 0; z-index: 2;
  background: var(--bl-ground); padding: 0.5rem 0; border-top: 1px solid var(--bl-line); }
.stMain [role=group]:has(> input), .stMain .stTextInput [data-testid=stTextInputRootElement],
.stMain .stMultiSelect [role=group], .stDateInput [role=group], .stTimeInput [role=group],
.stSidebar [role=group]:has(> input) { min-height: 46px; }
.stMain .stTextInput [data-testid=stTextInputRootElement], .stMain [data-testid=stNumberInputContainer],
.stMain .stTabs [role=tab], .stExpander summary { min-height: 44px; }
.stMain [data-testid=stElementToolbar] :is(button[aria-label^="Download as"], button[aria-label^="Copy Vega"])
  { display: none; }
.stCaption, [data-testid=stCaptionContainer], [data-testid=stCaptionContainer] p { color: var(--bl-muted) !important;
  opacity: 1; }
[data-testid=stSidebarContent] { display: flex; flex-direction: column; }
[data-testid=stSidebarUserContent] { order: 1; padding-bottom: 0.5rem; }
[data-testid=stSidebarNav] { order: 2; } [data-testid=stSidebarNavSeparator] { display: none; }
[data-testid=stSidebarNavLink] { min-height: 40px; }
.bl-force { font-weight: 650; } .bl-force + .bl-meta { margin-top: 0.15rem; }
.bl-banner { border-left: 6px solid; padding: 0.5rem 0.9rem; background: var(--bl-panel); border-radius: 4px;
  font-weight: 600; overflow-wrap: anywhere; }
.bl-banner small { font-weight: 400; color: var(--bl-muted); font-size: 0.9375rem; margin-left: 0.35rem; }
.bl-practice { border-color: var(--bl-accent); } .bl-hold, .bl-stopped { border-color: var(--bl-danger); }
.bl-old { border-color: var(--bl-waiting); }
"""

_PIECES = """
.bl-muted { color: var(--bl-muted); } .bl-waiting { color: var(--bl-waiting); } .bl-danger { color: var(--bl-danger); }
.bl-good { color: var(--bl-good); } .bl-unknown { color: var(--bl-unknown); } .bl-ink { color: var(--bl-ink); }
.stMain .bl-link { color: var(--bl-accent); text-underline-offset: 0.15em; display: inline-block; padding: 0.2rem 0; }
.bl-badge { display: inline-block; border: 1.5px solid currentColor; border-radius: 999px; padding: 0 0.6rem;
  font-size: 0.8125rem; font-weight: 600; line-height: 1.5rem; white-space: nowrap; }
.bl-said { white-space: pre-wrap; overflow-wrap: anywhere; unicode-bidi: isolate; font-size: 1.0625rem;
  line-height: 1.45; margin: 0.25rem 0; }
.bl-marks { display: flex; flex-wrap: wrap; gap: 0.35rem 0.5rem; align-items: center; }
.bl-folded summary { cursor: pointer; color: var(--bl-muted); min-height: 44px; padding: 0.6rem 0; }
.bl-long { max-height: 22rem; overflow-y: auto; }
.bl-meta { color: var(--bl-muted); font-size: 0.9375rem; overflow-wrap: anywhere; unicode-bidi: isolate; }
.bl-lead { font-size: 1.0625rem; overflow-wrap: anywhere; }
.bl-figure { font-size: 2rem; font-weight: 650; line-height: 1.15; }
.bl-talk { border-radius: 10px; padding: 0.55rem 0.8rem; margin: 0.35rem 0; max-width: 46rem;
  background: var(--bl-panel); width: fit-content; min-width: min(20rem, 100%); }
.bl-talk.bl-asked { border-left: 4px solid var(--bl-waiting); }
.bl-talk.bl-ours { margin-left: auto; border: 1.5px solid var(--bl-accent); background: transparent; }
.bl-preview { border: 1px solid var(--bl-line); border-radius: 8px; padding: 0.7rem 0.9rem; margin: 0.35rem 0; }
.bl-preview .bl-head { font-weight: 600; }
.bl-choices { display: grid; gap: 0.55rem; margin: 0.4rem 0; max-width: 44rem; }
.bl-choice { display: grid; grid-template-columns: 1fr auto; gap: 0.1rem 1rem; overflow-wrap: anywhere; }
.bl-choice-bar { grid-column: 1 / -1; height: 0.5rem; border-radius: 2px; background: var(--bl-accent); }
.bl-poll { margin: 0.2rem 0 0.4rem 1.4rem; overflow-wrap: anywhere; }
.bl-story { display: grid; grid-template-columns: 11rem 1fr; gap: 0.4rem 1rem; overflow-wrap: anywhere; }
.bl-story .bl-when { color: var(--bl-muted); } .bl-story > div { min-width: 0; }
.bl-check { padding: 0.1rem 0; }
.bl-pictures { display: grid; gap: 0.5rem; margin: 0.5rem 0 0; max-width: 40rem; }
.bl-pictures-2, .bl-pictures-3, .bl-pictures-4 { grid-template-columns: 1fr 1fr; }
.bl-pictures figure { margin: 0; min-width: 0; } .bl-pictures figcaption { margin-top: 0.2rem; }
.bl-pictures img { display: block; width: 100%; max-height: 24rem; object-fit: contain; background: var(--bl-panel);
  border-radius: 6px; }
.bl-pictures-small { grid-template-columns: repeat(auto-fill, minmax(9rem, 1fr)); }
.bl-pictures-small img, .bl-pictures-2 img, .bl-pictures-3 img, .bl-pictures-4 img { aspect-ratio: 4 / 3; }
.bl-changes { border-left: 4px solid var(--bl-waiting); padding: 0.2rem 0 0.2rem 0.8rem; margin: 0.35rem 0; }
.bl-changes del { color: var(--bl-danger); } .bl-changes ins { color: var(--bl-good); font-weight: 600; }
.bl-gone { padding: 1.5rem 0.8rem; background: var(--bl-panel); border-radius: 6px; }
.bl-day { font-size: 1.0625rem; font-weight: 650; margin: 0.75rem 0 0; scroll-margin-top: 4rem; }
"""

_CALENDAR = """
.bl-calendar { width: 100%; border-collapse: collapse; table-layout: fixed; font-size: 0.875rem; }
.bl-calendar th { text-align: left; color: var(--bl-muted); font-weight: 600; padding: 0.25rem 0.35rem; }
.bl-calendar td { border: 1px solid var(--bl-line); vertical-align: top; height: 6.5rem; padding: 0.35rem; }
.bl-calendar td.bl-past { background: var(--bl-panel); }
.bl-calendar td[aria-current] { box-shadow: inset 0 0 0 2px var(--bl-accent); }
.bl-calendar .bl-date { font-weight: 650; } .bl-calendar .bl-gap { color: var(--bl-muted); font-size: 0.8125rem; }
.stMain .bl-calendar a { display: block; color: var(--bl-ink); text-decoration: none; border-left: 4px solid;
  background: var(--bl-panel); border-radius: 3px; padding: 0.15rem 0.35rem; margin: 0.25rem 0; line-height: 1.3;
  overflow: hidden; display: -webkit-box; -webkit-line-clamp: 3; -webkit-box-orient: vertical; }
.bl-calendar td.bl-past a { background: var(--bl-ground); }
.stMain .bl-calendar a:hover { text-decoration: underline; }
.stMain .bl-calendar a.bl-muted { border-color: var(--bl-muted); }
.stMain .bl-calendar a.bl-waiting { border-color: var(--bl-waiting); }
.stMain .bl-calendar a.bl-danger { border-color: var(--bl-danger); }
.stMain .bl-calendar a.bl-good { border-color: var(--bl-good); }
.stMain .bl-calendar a.bl-unknown { border-color: var(--bl-unknown); }
"""

_PHONE = """
@media (min-width: 641px) { .bl-facts { min-height: 9.75rem; } }
@media (max-width: 640px) {
  .stMain .block-container { padding: 4rem 1rem 3rem; }
  .bl-calendar, .stMain kbd { display: none; } .bl-banner small { display: block; margin-left: 0; }
  .stMain .stElementContainer:has(> .stButton), .stMain .stElementContainer:has(> .stPopover),
  .stMain .stHorizontalBlock > [data-testid=stLayoutWrapper]:has(> .stPopover),
  .stMain [class*=st-key-notice] [data-testid=stLayoutWrapper]:has(> .stPopover)
    { flex: 1 1 100% !important; width: 100% !important; }
  .stMain .stButton, .stMain .stPopover, .stMain .stButton button, .stMain .stPopover button
    { width: 100% !important; }
  .stMain.stMain [class*=st-key-work-][class*=st-key-work-][class*=st-key-work-] > * { flex: 1 1 40% !important;
    width: auto !important; min-width: 0; }
  .stMain .st-key-queue-choices .stElementContainer:has(> .stSelectbox) { flex: 1 1 40% !important;
    width: auto !important; min-width: 0; }
  .stMain [class*=-moves-] .stElementContainer:has(> .stButton) { flex: 1 1 0 !important; width: auto !important; }
  .stMain [class*=-at-] .bl-pictures-1 img { max-height: 10rem; }
  [data-testid=stSidebarNavLink], .stMain .bl-link { min-height: 44px; } .stMain .bl-link { padding-top: 0.6rem; }
  .stMain .stCheckbox label, .stMain .stRadio [role=radiogroup] label { min-height: 44px; align-items: center; }
  .bl-figure { font-size: 1.75rem; }
  .stMain .stButtonGroup button { border-width: 1px; border-style: solid; border-radius: 6px;
    margin: 0 0.3rem 0.3rem 0; }
  .stMain .stButtonGroup button:not([kind$=Active]) { border: 1px solid var(--bl-line) !important; }
  .stMain .st-key-review-acts.st-key-review-acts.st-key-review-acts > * { flex: 1 1 auto !important;
    width: auto !important; }
  .bl-story { grid-template-columns: 1fr; gap: 0; } .bl-story .bl-when { margin-top: 0.7rem; font-size: 0.9375rem; }
}
"""
