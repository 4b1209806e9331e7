"""What a resource is to the offline ARM: its id, its declaration, what it is asked, how it is shown."""
