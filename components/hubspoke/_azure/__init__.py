"""What the components use of azure-native, a module for each of its packages."""
