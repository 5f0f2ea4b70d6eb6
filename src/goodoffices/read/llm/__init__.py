"""Statements by a language model of the user's own choice, behind the door of all extractors."""
