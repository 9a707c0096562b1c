"""Logs as JSON lines on standard error: references and codes, never what people wrote."""

from __future__ import annotations

import logging
import sys
from io import TextIOBase

import structlog


class StandardError(TextIOBase):
    """Standard error, wherever it is now. A line that cannot be written (a full disk, a pipe that
    nobody reads) is counted and lost: it must not undo the turn that it tells of."""

    def __init__(self) -> None:
        self.lost_lines = 0

    def write(self, text: str) -> int:
        try:
            return sys.stderr.write(text)
        except (OSError, ValueError):
            self.lost_lines += 1
            return len(text)

    def flush(self) -> None:
        try:
            sys.stderr.flush()
        except (OSError, ValueError):
            self.lost_lines += 1


standard_error = StandardError()


def configure_logs() -> None:
    logging.basicConfig(stream=standard_error, level=logging.WARNING, format="%(message)s")
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(standard_error),  # type: ignore[arg-type]
    )
