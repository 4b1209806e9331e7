"""A Pulumi language host for Python, on the SDK's own gRPC stubs.

The engine starts it as `pulumi-language-python` where the official host is not installed: it runs programs, policy
packs and plugins written in Python.
"""
