"""The properties of a request: values, checks, projections, differences, names."""
