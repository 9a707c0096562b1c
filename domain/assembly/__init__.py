"""Sessions of elected members: presence, quorum, proxies, votes, lots, and the record of it all.

The record is the truth: a session is what its facts, applied in their order, have made of it. Each
module has the facts of one subject and the gestures that put them on the record. A refusal that
rests on an article of the Code général des collectivités territoriales carries it as `article`.
"""
