"""What finding the dated words of a draft costs, in CPU time."""

import json
import time
from typing import Any

from rafeeq.lib.dated_words import find

PLAIN = "راجعنا الفاتورة مع القسم المالي وتبيّن أن الرسوم صحيحة، ونقدّر لك صبرك وحرصك على متابعة الطلب معنا. "
PROMISE = "سيتصل بك الفني غدًا قبل الظهر، ونعيد المبلغ خلال ٥ أيام عمل. "


def milliseconds(text: str, times: int) -> float:
    """CPU time of one call, on the average, once the words of the text are known."""
    find(text)
    begun = time.process_time()
    for _ in range(times):
        find(text)
    return round((time.process_time() - begun) / times * 1000, 3)


def run() -> dict[str, Any]:
    """Drafts as people write them, drafts of nothing but promises, and very long ones."""
    usual = (PLAIN * 5 + PROMISE) * 4
    return {
        "a draft of 2,000 letters, ms": milliseconds(usual[:2000], 200),
        "2,000 letters of promises only, ms": milliseconds((PROMISE * 40)[:2000], 100),
        "20,000 letters, ms": milliseconds((usual * 20)[:20_000], 20),
        "20,000 letters of one word, ms": milliseconds(("خلال " * 4000)[:20_000], 5),
    }


if __name__ == "__main__":
    print(json.dumps(run(), ensure_ascii=False, indent=1))
