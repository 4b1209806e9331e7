"""The components for every Pulumi language: the engine runs this folder as a plugin."""

from hubspoke.plugin.server import main

if __name__ == "__main__":
    main()
