from .named import SETS as SETS
from .named import settings_of as settings_of
from .registry import RULES as RULES
from .registry import rule as rule
from .settings_file import SETTINGS_FILE as SETTINGS_FILE
from .settings_file import read_pack_settings as read_pack_settings
