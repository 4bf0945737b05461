from __future__ import annotations

import re

from ..errors import PlanError
from ..language import tr

REGIONS = frozenset("01 05 07 12 14 18 21 23 26 32 35 44 46 48 51 53 56 59 61 63 65 68 71 73 74 80 85".split())
_FORM = re.compile(r"UA(\d{2})\d{15}")


def is_invented(code: str) -> bool:
    """Whether a KATOTTG code is well formed but of a region that the register does not have.

    Raises PlanError where the code is not `UA` and 17 digits.
    """
    form = _FORM.fullmatch(code)
    if not form:
        raise PlanError(
            tr(
                "«{code}» is not a KATOTTG code: it must be UA and 17 digits, for example UA63120270000028556.",
                code=code,
            )
        )
    return form.group(1) not in REGIONS
