"""Why we think that a comment needs an answer, or how far its question has come: a sentence for each code."""

from collections.abc import Mapping, Sequence

from dashboard.words import _, later

REASONS: Mapping[str, str] = {
    "in_danger_now": later("Somebody may be in danger"),
    "at_risk": later("Somebody may be at risk"),
    "seen_missing": later("A missing person may have been seen"),
    "reports_crime": later("It tells of a crime"),
    "names_someone": later("It names somebody, or points at them"),
    "complaint": later("It complains of us"),
    "freedom_of_information": later("It asks for information that we hold"),
    "own_data": later("It asks for what we hold about who writes"),
    "in_welsh": later("It is in Welsh"),
    "asks": later("It asks"),
    "asks_without_mark": later("It asks, without a question mark"),
    "asks_us": later("It asks us"),
    "reports_first_hand": later("It tells what happened to who writes"),
    "tells_what_happened": later("It tells what happened"),
    "gives_particulars": later("It gives particulars"),
    "happens_again": later("It happens again and again"),
    "happens_now": later("It is happening now"),
    "offers_help": later("It offers help or evidence"),
    "waits_on_us": later("They are waiting for us"),
    "complains": later("It complains"),
    "someone_weak": later("Somebody vulnerable is concerned"),
    "thanks_only": later("It only thanks"),
    "rhetorical": later("It is a remark, put as a question"),
    "joking": later("It is a joke"),
    "abuse": later("It is abuse"),
    "advertises": later("It advertises"),
    "shared_only": later("It only shares the post"),
    "not_ours_to_answer": later("It asks what we could not tell"),
    "speaks_to_another": later("It speaks to somebody else"),
    "wishes_well": later("It wishes well"),
    "stands_in_our_post": later("Our post says it already"),
    "withdraws": later("They say it is no longer needed"),
    "names_only": later("It only names others"),
    "nothing_said": later("It has no words"),
    "nothing_asked": later("It asks nothing of us"),
    "model": later("It reads like what needs an answer"),
    "not_heard": later("Listening stumbled over it: look at it yourself"),
    "nobody": later("Nobody has answered"),
    "withdrawn": later("Who asked says it is no longer needed"),
    "gone": later("It is no longer public"),
    "other": later("Somebody else seems to have answered"),
    "other_thanked": later("Somebody else answered, and was thanked"),
    "other_partner": later("A partner such as the council seems to have answered"),
}
"""By the code of a Reason. What is not here has a plain sentence, so that a new rule never breaks a page."""

PLAIN = later("Listening has a reason without a name here")


def sentence(code: str, words: str = "", *, quote: bool = True) -> str:
    """One reason, with the words that speak for it unless they are not to be seen."""
    says = _(REASONS.get(code, PLAIN))
    return f"{says}: “{words}”" if words and quote else says


def phrase(reasons: Sequence[tuple[str, str]], *, quote: bool = True) -> str:
    """The weightiest reason in one line; "" without any."""
    return sentence(*reasons[0], quote=quote) if reasons else ""
