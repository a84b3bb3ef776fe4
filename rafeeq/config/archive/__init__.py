"""The whole installation in one file: packed while it serves, unpacked only after every byte is checked."""
