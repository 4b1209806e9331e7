from .effective_routes import Choice as Choice
from .effective_routes import Router as Router
from .routes import Route as Route
from .routes import gateway_routes as gateway_routes
from .routes import learned_in as learned_in
from .routes import user_routes as user_routes
