"""The statements that reports are measured beside: by hand on the numbers by day, and in DuckDB of the raw rows.

Formatted with {first}, {last}, {before} (where the period before begins), {begins} and {over} (of whole months),
{week}, {month} and {district}.
"""

from store.tables import FORCE_OWN

ADDS = ("likes", "replies", "shares", "views", "clicks")
OWN = f"coalesce(district_id, '{FORCE_OWN.hex}')"
_NAMES = ("likes", "replies", "shares", "views", "reach", "clicks")
_NEWEST = ", ".join(f"arg_max(m.{name}, m.taken_at) AS {name}" for name in _NAMES)
RAW = f"""WITH spell AS (SELECT id, account_id, team_id, district_id, since,
        coalesce(lead(since) OVER (PARTITION BY account_id ORDER BY since), DATE '9999-12-31') AS ends FROM belonging),
    looked AS (SELECT p.id, any_value(p.account_id) AS account_id, any_value(p.day) AS day,
            any_value(p.created_at) AS created_at, {_NEWEST}
        FROM post p LEFT JOIN metric_snapshot m ON m.post_id = p.id
        WHERE p.gone_at IS NULL AND p.day BETWEEN {{first}} AND {{last}} GROUP BY p.id),
    told AS (SELECT looked.*, s.team_id, s.district_id, a.platform FROM looked
        JOIN spell s ON s.account_id = looked.account_id AND s.since <= looked.day AND looked.day < s.ends
        JOIN account a ON a.id = looked.account_id) """
_OF = ", ".join(("district_id", "posts", *ADDS, *(f"{name}_told" for name in ADDS)))
MONTHS = f"""(SELECT month AS day, {_OF} FROM district_month WHERE month >= {{begins}} AND month < {{over}} UNION ALL
    SELECT day, {_OF} FROM district_day WHERE day >= {{first}} AND day < {{begins}} UNION ALL
    SELECT day, {_OF} FROM district_day WHERE day >= {{over}} AND day <= {{last}}) s"""
SPAN = "day BETWEEN {first} AND {last}"
DAYS = f"district_day WHERE {SPAN}"


def of(*names: str) -> str:
    """Posts and sums of numbers by day; of what no post told there is none."""
    return ", ".join(("sum(posts)", *(f"CASE WHEN sum({name}_told) > 0 THEN sum({name}) END" for name in names)))


def raw_of(*names: str) -> str:
    """The same of raw rows."""
    return ", ".join(("count(*)", *(f"sum({name})" for name in names)))


FOUR = ADDS[:4]
_OWN_NAME = "'The force''s own accounts'"
_NOW = "CASE WHEN day >= {first} THEN 1 ELSE 0 END"
_BOTH_ENDS = """SELECT 2, 0, sum(n.followers), sum(o.followers), sum(CASE WHEN o.followers IS NOT NULL THEN n.followers
    END) - sum(CASE WHEN n.followers IS NOT NULL THEN o.followers END), 0 FROM account a
    LEFT JOIN account_numbers n ON n.account_id = a.id AND n.day = (SELECT max(y.day) FROM account_numbers y
        WHERE y.account_id = a.id AND y.day <= {last} AND y.followers IS NOT NULL)
    LEFT JOIN account_numbers o ON o.account_id = a.id AND o.day = (SELECT max(y.day) FROM account_numbers y
        WHERE y.account_id = a.id AND y.day < {first} AND y.followers IS NOT NULL)"""
HEADLINE = f"""SELECT {_NOW}, {of(*FOUR)} FROM district_day WHERE day BETWEEN {{before}} AND {{last}} GROUP BY 1
    UNION ALL {_BOTH_ENDS}"""
_RAW_ENDS = """SELECT 2, 0, sum(followers), sum(before), sum(CASE WHEN before IS NOT NULL THEN followers END)
    - sum(CASE WHEN followers IS NOT NULL THEN before END), 0 FROM (SELECT account_id,
        arg_max(followers, day) FILTER (WHERE day <= {last}) AS followers,
        arg_max(followers, day) FILTER (WHERE day < {first}) AS before FROM account_numbers GROUP BY 1)"""
HEADLINE_RAW = (
    RAW.replace("BETWEEN {first}", "BETWEEN {before}")
    + f"SELECT {_NOW}, {raw_of(*FOUR)} FROM told GROUP BY 1 UNION ALL {_RAW_ENDS}"
)
_THERE = """(SELECT district_id, count(DISTINCT account_id) AS accounts FROM (SELECT belonging.*,
        lead(since) OVER (PARTITION BY account_id ORDER BY since) AS ends FROM belonging) b
    WHERE since <= {last} AND (ends IS NULL OR ends > {first}) GROUP BY 1)"""
_NAMED = f"SELECT coalesce(d.name, {_OWN_NAME}), d.population, t.accounts"
_DISTRICTS = f"""LEFT JOIN district d ON d.id = s.district_id
    JOIN {_THERE} t ON t.district_id = s.district_id OR (t.district_id IS NULL AND d.id IS NULL)"""


def districts(rows: str) -> str:
    """The districts with their names, residents, accounts and sums."""
    sums = f"SELECT district_id, {of('likes', 'views')} FROM {rows} GROUP BY 1 HAVING sum(posts) > 0"
    names = "(district_id, posts, likes, views)"
    return f"WITH s {names} AS ({sums}) {_NAMED}, s.posts, s.likes, s.views FROM s {_DISTRICTS}"


DISTRICTS_RAW = f"""{RAW}, s AS (SELECT district_id, {raw_of("likes", "views")} FROM told GROUP BY 1),
    there AS {_THERE} {_NAMED}, s.* EXCLUDE (district_id) FROM s LEFT JOIN district d ON d.id = s.district_id
    JOIN there t ON t.district_id IS NOT DISTINCT FROM s.district_id"""
TEAMS = f"""SELECT d.name, coalesce(t.name, d.name, {_OWN_NAME}), {of(*FOUR)} FROM account_day s
    JOIN belonging b ON b.id = s.belonging_id LEFT JOIN team t ON t.id = b.team_id
    LEFT JOIN district d ON d.id = b.district_id WHERE {SPAN} GROUP BY 1, 2 HAVING sum(posts) > 0"""
TEAMS_RAW = f"""{RAW} SELECT d.name, coalesce(t.name, d.name, {_OWN_NAME}), {raw_of(*FOUR)}
    FROM told LEFT JOIN team t ON t.id = team_id LEFT JOIN district d ON d.id = told.district_id GROUP BY 1, 2"""


def accounts(table: str, span: str) -> str:
    """Every account that posted, with its names and sums."""
    return f"""SELECT a.id, a.handle, a.platform, {of(*FOUR)} FROM {table} s
    JOIN belonging b ON b.id = s.belonging_id JOIN account a ON a.id = b.account_id
    WHERE {span} GROUP BY 1, 2, 3 HAVING sum(posts) > 0"""


ACCOUNTS_RAW = f"""{RAW} SELECT account_id, a.handle, a.platform, {raw_of(*FOUR)} FROM told
    JOIN account a ON a.id = account_id GROUP BY 1, 2, 3"""
_ADDED = ", ".join(("belonging_id", "posts", *ADDS, *(f"{name}_told" for name in ADDS)))
ACCOUNT_MONTHS = f"""(SELECT {_ADDED} FROM account_month WHERE month >= {{begins}} AND month < {{over}} UNION ALL
    SELECT {_ADDED} FROM account_day WHERE day >= {{first}} AND day < {{begins}} UNION ALL
    SELECT {_ADDED} FROM account_day WHERE day >= {{over}} AND day <= {{last}})"""
FOLLOWERS = f"""SELECT coalesce(d.name, {_OWN_NAME}), d.population, sum(n.followers), count(n.followers),
    count(*) FROM account a JOIN belonging b ON b.account_id = a.id AND b.since =
        (SELECT max(x.since) FROM belonging x WHERE x.account_id = a.id AND x.since <= {{last}})
    LEFT JOIN district d ON d.id = b.district_id
    LEFT JOIN account_numbers n ON n.account_id = a.id AND n.day =
        (SELECT max(y.day) FROM account_numbers y
         WHERE y.account_id = a.id AND y.day <= {{last}} AND y.followers IS NOT NULL) GROUP BY 1, 2"""
FOLLOWERS_RAW = f"""WITH newest AS (SELECT account_id, arg_max(followers, day) AS followers FROM account_numbers
        WHERE day <= {{last}} GROUP BY 1),
    home AS (SELECT account_id, arg_max(coalesce(district_id, 'none'), since) AS district FROM belonging
        WHERE since <= {{last}} GROUP BY 1)
    SELECT coalesce(d.name, {_OWN_NAME}), d.population, sum(followers), count(followers), count(*)
    FROM home LEFT JOIN newest USING (account_id) LEFT JOIN district d ON d.id = district GROUP BY 1, 2"""
_THEN = """b.account_id = p.account_id AND b.since = (SELECT max(x.since) FROM belonging x
    WHERE x.account_id = p.account_id AND x.since <= p.day)"""
_ENGAGED = " + ".join(f"coalesce({name}, 0)" for name in ("likes", "replies", "shares", "clicks"))
_SPAN_OF_POST = "p.gone_at IS NULL AND p.created_at >= {since} AND p.created_at < {until}"
_POSTS = "SELECT p.id, p.created_at FROM post p {place} LEFT JOIN post_numbers n ON n.post_id = p.id WHERE {where}"
_TEXT_OF_POST = f"""WITH w AS (<rows>) SELECT w.id, p.text, p.url, p.created_at, p.edited_at, n.likes, n.replies,
    n.shares, n.views, n.reach, n.clicks, n.taken_at, a.handle, a.platform, t.name, d.name FROM w
    JOIN post p ON p.id = w.id LEFT JOIN post_numbers n ON n.post_id = w.id JOIN account a ON a.id = p.account_id
    LEFT JOIN belonging b ON {_THEN} LEFT JOIN team t ON t.id = b.team_id
    LEFT JOIN district d ON d.id = b.district_id"""


def posts(order: str, limit: int, where: str = "", place: str = "") -> str:
    """Some posts with their words, numbers and names."""
    rows = _POSTS.format(place=place, where=where or _SPAN_OF_POST)
    return _TEXT_OF_POST.replace("<rows>", f"{rows} ORDER BY {order}, p.created_at DESC, p.id LIMIT {limit}")


_SOME = " AND coalesce(n.likes, n.replies, n.shares, n.clicks) IS NOT NULL"
BEST = posts(f"{_ENGAGED} DESC", 3, _SPAN_OF_POST + _SOME)
BEST_RAW = f"{RAW} SELECT id FROM told ORDER BY {_ENGAGED} DESC, created_at DESC, id LIMIT 3"
REACHED = posts("n.reach DESC", 10, f"{_SPAN_OF_POST} AND n.reach IS NOT NULL")
REACHED_RAW = f"{RAW} SELECT id FROM told WHERE reach IS NOT NULL ORDER BY reach DESC, created_at DESC, id LIMIT 10"
_IN_DISTRICT = """ AND b.district_id = {district}
    AND p.account_id IN (SELECT account_id FROM belonging WHERE district_id = {district})"""
BEHIND = posts(
    "n.likes DESC NULLS LAST", 50, f"p.gone_at IS NULL AND p.{SPAN}{_IN_DISTRICT}", f"JOIN belonging b ON {_THEN}"
)
BEHIND_RAW = f"""{RAW} SELECT id FROM told WHERE district_id = {{district}}
    ORDER BY likes DESC NULLS LAST, created_at DESC, id LIMIT 50"""
