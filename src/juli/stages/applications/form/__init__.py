"""The form of a call: laid out from its file, read from what was typed, given to the engines."""
