"""Long calls of libraries that cannot be interrupted."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from typing import Any, TypeVar

from .errors import Cancelled
from .progress import Progress

Result = TypeVar("Result")
SECONDS_BETWEEN_QUESTIONS = 0.1


def patiently(progress: Progress, work: Callable[..., Result], *given: Any) -> Result:
    """What `work` gives, made in another thread so that Cancelled is raised at once when the user asks to stop; the
    work then ends unheeded. It must change nothing and make no text."""
    pool = ThreadPoolExecutor(1)
    try:
        future = pool.submit(work, *given)
        while not wait([future], SECONDS_BETWEEN_QUESTIONS).done:
            if progress.cancelled():
                raise Cancelled
        return future.result()
    finally:
        pool.shutdown(wait=False)
