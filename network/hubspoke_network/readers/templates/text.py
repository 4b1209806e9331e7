"""temporary"""


def without_comments(text: str) -> str:
    """temporary"""
    return text
