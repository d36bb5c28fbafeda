"""Hiding a comment on a page, and showing it again.

Source: Graph API, Comment (developers.facebook.com/docs/graph-api/reference/comment): POST /{comment-id} with
is_hidden, by a token whose person has the page's task MODERATE; in Meta's spec v25.0 a parameter of Comment's #update,
and one of its fields. Hidden, it is seen by its author, their friends and those who run the page.
"""

from domain.errors import Rejected, Transient
from platforms.facebook_graph import Graph

NEED = "pages_manage_engagement"
SEES = "pages_read_user_content"
MEANS = "On Facebook its author and their friends still see it, and no answer can go under it until it is shown again."


def hide(graph: Graph, external_id: str, hidden: bool) -> None:
    """Say so, then look whether it is so; where Facebook does not tell, its word that it was done counts."""
    graph.change(external_id, need=NEED, is_hidden="true" if hidden else "false")
    seen = graph.get(external_id, need=SEES, urgent=True, fields="id,is_hidden")
    if seen is None:
        raise Rejected("It is no longer on Facebook, or not for this page to see.")
    if seen.get("is_hidden", hidden) is not hidden:
        raise Transient("Facebook took it, but does not show it so yet.")
