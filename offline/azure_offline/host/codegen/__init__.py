"""SDKs of Pulumi packages for Python, TypeScript and Go, made by the generators in the engine's own module.

The generators are written in Go. `main.go` is a command around them, built at the first use into the user's cache.
"""
