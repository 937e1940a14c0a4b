"""Whether what somebody gave as a link leads to a page of the web."""

from urllib.parse import urlsplit


def is_web_address(link: str) -> bool:
    """Whether a browser would open it as a page of the web, on the host that is read in it."""
    try:
        parts = urlsplit(link)
        host = parts.hostname if parts.port != 0 else None
    except ValueError:  # a broken IPv6 address, a port that is no number
        return False
    is_one_word = link.isprintable() and not any(map(str.isspace, link))
    return (
        parts.scheme in {"http", "https"} and bool(host) and "@" not in parts.netloc and is_one_word
    )
