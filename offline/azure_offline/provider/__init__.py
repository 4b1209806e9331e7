"""azure-native as a provider: what the engine talks to, in front of the offline ARM."""
