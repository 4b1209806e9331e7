"""The components for every Pulumi language: a plugin that the engine starts, and the schema that SDKs are made from."""
