"""Benchmarks: the product beside other bots, its latency, and how it grows; see README.md here."""
