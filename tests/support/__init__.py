"""Builders, databases and the world that the tests share."""
