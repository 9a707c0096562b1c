"""All that a person reads: pure functions from a domain object and Texts to a card."""
