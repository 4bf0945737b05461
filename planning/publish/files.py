from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ..errors import PlanError
from ..language import tr


@contextmanager
def written(path: Path) -> Iterator[Path]:
    """A neighbouring path to write to, which takes the place of `path` at the end; a failure leaves `path` as it was.

    Raises PlanError where the file cannot be written.
    """
    unfinished = path.with_name(path.name + ".new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        yield unfinished
        unfinished.replace(path)
    except OSError as error:
        raise PlanError(
            tr(
                "{path} cannot be written ({why}): close it in other programs and check its folder.",
                path=path,
                why=error.strerror,
            )
        ) from None
    finally:
        if unfinished.is_file():
            unfinished.unlink()
