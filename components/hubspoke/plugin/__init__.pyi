from .compatibility import changes as changes
from .schema import package_schema as package_schema
from .schema import schema_text as schema_text
from .server import main as main
