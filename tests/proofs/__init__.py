"""Proofs: what must hold under hostile input, faults and floods, each with a figure.

`make prove` runs them all and writes PROOF.md; `python -m tests.proofs NAME --seed N` runs one.
Each part has a short version among the tests.
"""
