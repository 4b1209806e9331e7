"""Which properties hold secrets, although azure-native marks none of them."""

SECRET_NAMES = frozenset(
    {
        "adminpassword",
        "authorizationkey",
        "connectionstring",
        "customdata",
        "key1",
        "key2",
        "password",
        "presharedkey",
        "primarysharedkey",
        "psk",
        "radiusserverkey",
        "radiusserversecret",
        "secondarysharedkey",
        "secret",
        "sharedkey",
    }
)
"""Names of properties whose values are shown to nobody and compared with nothing: lower case, without `_`."""


def is_secret_name(name: str) -> bool:
    """Whether a property of this name, spelt in any case, holds a secret."""
    return name.replace("_", "").lower() in SECRET_NAMES
