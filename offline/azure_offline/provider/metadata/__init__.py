"""What the provider knows of azure-native's types: generated from the SDK's source, and read back."""
