"""Dated words in a draft reply, and when what they say is due.

How ambiguous words are read, so that everybody can foretell it:

| words | reading |
|---|---|
| «خلال يومين», within two days | working days, unless «تقويمية» or calendar is said; due at the close of the last one |
| «خلال ٤٨ ساعة», «بعد ساعة ونص» | the customer's watch; only «ساعات عمل» counts working time |
| «خلال أسبوع», «خلال شهر» | the same day of the next week or month, at its close |
| «٣-٥ أيام», «يومين ثلاثة», «بين ٣ و٥» | the later end |
| «الأحد», «الأحد القادم», next Sunday | the nearest one after today; on a Sunday the one in a week |
| «الأحد بعد القادم», «الأحد اللي بعده» | a week later |
| «قبل الأحد», «قبل العيد» | the close of the last working day before it |
| a day alone | its close, or 23:59 where nobody works that day, or where work is over |
| «نهاية الأسبوع», «هالأسبوع», «الأسبوع القادم» | the close of its last working day; «أول» its first, «منتصف» third |
| «قبل الظهر», by noon | 12:00; before or by a part of the day is when it begins, in it or after it is when it ends |
| «الساعة ٣» | of the working day: 1 to 6 is after noon; today where it is still ahead, else tomorrow |
| «آخر الدوام», end of day, EOD | the close of the working day; «أول الدوام» its first hour |
| «١٥/٣» | day, then month; the nearest that has not passed. Hijri months and years by the Umm al-Qura calendar |
| «العيد» | the nearest of the two; after it is the first working day behind its three or four days |
| «قريبًا», «خلال أيام», soon | vague: found, with no instant |

What is left alone: the past («قبل يومين», «يوم الأحد كلمتنا»), lengths that promise nothing («لمدة سنة», «كل يومين»,
«ساعات العمل»), other people's words (in quotation marks, behind >), questions, denials («لن نرد قبل الأحد»), what the
customer is asked to do («ارسل لنا خلال يومين»), conditions («إذا لم يصلك الرد خلال يومين فاتصل»: the promise in it is
the other half of the sentence) and lengths that begin with somebody else's act («خلال ٥ أيام من استلام المستندات»).
«انتظر يومين» and «يستغرق التحويل ٥ أيام» are promises.
"""

from rafeeq.lib.dated_words.desk import Desk
from rafeeq.lib.dated_words.due import Calendar, resolve
from rafeeq.lib.dated_words.meanings import Found, Kind, Length, Point
from rafeeq.lib.dated_words.phrases import find

__all__ = ["Calendar", "Desk", "Found", "Kind", "Length", "Point", "find", "resolve"]
