"""The words by which a question or a request is known: Arabic as it is written and spoken, and English."""

from typing import Final, Literal

from rafeeq.lib.arabic.pieces import folded, words

Answer = Literal["when", "how many", "where", "why", "how", "yes or no", "what", "who", "act"]


_ASKING: Final[dict[Answer, str]] = {
    "when": "متى امتى إمتى ايمتى أيمتى فوقاش وقتاش إيمتا متي لمتى when",
    "how many": "كم كام بكم بكام قديش أديش اديش شحال بشحال قدش بقديش",
    "where": "وين فين أين وينه وينها وينو فينه فينها لوين منين فينك وينكم where",
    "why": "ليش ليه لماذا علاش لأيش علام why",
    "how": "كيف شلون ازاي إزاي كيفاش كيفية how",
    "yes or no": "هل واش أليس ألا",
    "what": "ايش إيش وش وشو شنو شو إيه ايه ماذا شنهي شنهو أيش اش ماهو ماهي ماهى شفيه وشفيه شفيها what which",
    "who": "مين منو who",
}
ASKING: Final = {folded(word): answer for answer, line in _ASKING.items() for word in line.split()}
# «ما» and «من» ask only before these; elsewhere they deny, or mean of.
WHAT_IS: Final = words(
    "هو هي هم سبب أسباب رقم موعد المطلوب المدة الفرق حكم طريقة شروط معنى اسم قيمة سعر تكلفة مدى نوع وقت "
    "مدة الحل المشكلة السبب آخر أسعار "
    "رسوم خطوات المستندات الأوراق الإجراء الفائدة حالة وضع مصير"
)
WHO_IS: Final = words("المسؤول المسئول هو هي اللي الذي سيتواصل يتابع المختص")
WHICH: Final = words("أي اي")
NO_NUMBER_ASKED: Final = words("من قبل خلال بعد لي صار كل صارلي له لها")  # «من كم يوم» tells, it does not ask
ALWAYS_TELLS: Final = words("مرة مره مرات")  # «كم مرة كلمتكم» is a complaint

WANT: Final = words(
    "ابغى أبغى ابغا ابي أبي ابا أبا أريد اريد أرغب ارغب أود اود بدي عايز عاوز عايزة عاوزة عايزين محتاج "
    "محتاجة احتاج أحتاج ودي حاب حابة حابب "
    "نبغى نبي نريد بغيت أبغاكم ابغاكم ابيكم أبيكم أطلب اطلب أطالب اطالب أرجو ارجو نرجو آمل أتمنى اتمنى "
    "الرجاء يرجى رجاء بغيت بغيتكم نحتاج بدنا بغينا "
    "ياريت ياليت ليت أتمنا برجاء تكفون تكفى بليز"
)
MAY: Final = words(
    "ممكن يمكن يمكنكم بإمكانكم تقدرون تقدروا تقدر ينفع فيكم فيكن فيك قادرين يمديكم يمكنني بإمكاني اقدر "
    "أقدر نقدر يصير ممكنك يمكنك"
)
OF_MINE: Final = words("يمكنني بإمكاني اقدر أقدر نقدر")
ORDERS: Final = words(
    "رجعوا رجعولي رجعولنا رجعوها ارجعوا أرجعوا كلموني كلمونا اتصلوا الغوا ألغوا الغولي إلغوا غيروا "
    "غيرولي حلوا حلولي ارسلوا أرسلوا ارسلولي أرسلولي ابعتوا "
    "ابعتولي ابعتولنا ابعثوا طرشوا طرشولي دزوا دزولي فعلوا فعلولي شوفوا شوفولي شوفولنا افحصوا تأكدوا "
    "زودوني عطوني اعطوني أعطوني ادوني ادونا خلوا حدثوا صححوا "
    "احذفوا أضيفوا اضيفوا سكروا وقفوا أوقفوا اوقفوا افتحوا عدلوا عوضوني عوضونا بدلوا بدلولي استبدلوا "
    "أعيدوا اعيدوا انقلوا رفعوا ارفعوا حولوا حولوني "
    "حولولي جددوا سجلوا سجلوني ألغي الغي رجع رجعلي ارسل أرسل ابعت ابعتلي غير وقف صلحوا صلحولي ركبوا "
    "انزلوا خصموا اشطبوا امسحوا بعتولي بعتوا فكوا رجعوني"
)
# Imperatives that are also other words count at the beginning of a sentence only.
ONLY_FIRST: Final = words("ألغي الغي رجع رجعلي ارسل أرسل ابعت ابعتلي غير وقف رفعوا سجلوا خصموا")
TELL: Final = words(
    "اعرف أعرف افهم أفهم استفسر أستفسر أستعلم استعلم اسأل أسأل نعرف نستفسر تعرفوني توضحون توضحوا توضحوا "
    "توضح توضيح تشرحون تشرحوا تفيدوني تفيدونا تفيدني إفادتي "
    "إفادتنا افادتي تخبروني تخبرني تبلغوني تقولون تقولوا تقولولي تقوللي تقول أعلم تعلموني تفهموني "
    "أفيدوني افيدوني أفيدونا وضحوا وضحولي خبروني خبرونا قولوا قولولي "
    "علموني فهموني اخبروني أخبروني قوللي قولي استفسار استفساري الاستفسار معرفة سؤالي سؤال أتأكد اتأكد "
    "نفهم أستوضح بلغوني"
)
DUNNO: Final = words("أدري ادري مدري اعرف أعرف معرفش عارف عارفة فاهم فهمت أفهم افهم علم فهمني")
NOT: Final = words("ما لا مو مش لم مب لست موب")
OPEN_TELL: Final = words(
    "أفيدوني افيدوني أفيدونا وضحوا وضحولي خبروني خبرونا قولوا قولولي علموني فهموني اخبروني أخبروني قوللي "
    "استفسار استفساري سؤالي بلغوني"
)

# Asking for any answer at all is courtesy at the end of a letter: every reply answers it.
JUST_REPLY: Final = words(
    "الرد ردكم ردك رد التجاوب تردون تردوا ترد تجاوبون التفاعل الاهتمام المساعدة مساعدتي مساعدة تساعدوني "
    "تساعدني تساعدونا سرعة reply answer advise help respond response assist"
)
EMPTY: Final = words(
    "في على من عن إلى مع لو سمحت سمحتم سمحتوا تكرمت تكرمتم تكرمتوا فضلك فضلكم بسرعة سريع سريعا عاجل "
    "عاجلا ضروري بأسرع أقرب أسرع وقت الآن الحين لي علي علينا لنا "
    "العاجل السريع ممكن الرجاء أرجو ارجو نرجو ابغى أبغى ابي أبي أريد يرجى رجاء منكم منك يا اخوي أخوي اخي "
    "عليه عليها هذا الموضوع الطلب me us my this asap soon quickly "
    "please to i you could can would need want a the with kindly your back سرعة تكفون برجاء ودي شوي وشكرا شكرا"
)
COURTESY: Final = tuple(
    tuple(map(folded, line.split()))
    for line in [
        "كيف الحال",
        "كيف حالكم",
        "كيف حالك",
        "كيفكم",
        "كيفك",
        "كيفكن",
        "شلونكم",
        "شلونك",
        "شلون الحال",
        "شخباركم",
        "شخبارك",
        "شو أخباركم",
        "شو أخبارك",
        "وش أخباركم",
        "وش اخبارك",
        "اخباركم ايه",
        "عامل ايه",
        "عاملين ايه",
        "عاملين إيه",
        "ازيك",
        "ازيكم",
        "إزيكم",
        "إزي حضرتك",
        "ازي حضرتك",
        "إزاي حضرتك",
        "وش علومكم",
        "علومكم",
        "كيف الصحة",
        "كيف صحتك",
        "لاباس عليكم",
        "كيداير",
        "كيدايرين",
        "كيف أمورك",
        "كيف أموركم",
        "كيف الأمور",
        "أرجو أن تكونوا بخير",
        "ارجو ان تكونوا بخير",
        "أتمنى أن تكونوا بخير",
        "أتمنى تكونون بخير",
        "اتمنى تكونوا بخير",
        "أتمنى لكم",
        "أرجو أن تصلكم رسالتي",
        "ان شاء الله بخير",
        "عساكم بخير",
        "عساك بخير",
        "how are you",
        "how are things",
        "how is it going",
        "how's it going",
        "hope you are well",
        "hope you're well",
        "hope you are doing well",
        "i hope this finds you well",
        "شو عاملين",
        "شو الأخبار",
        "ايش الأخبار",
        "وش الأخبار",
        "شنو أخباركم",
        "كيف يومكم",
        "ما شاء الله",
    ]
)
# Complaints in the form of a question that no sentence answers.
RHETORICAL: Final = tuple(
    tuple(map(folded, line.split()))
    for line in [
        "معقول",
        "معقولة",
        "هل يعقل",
        "يعقل",
        "وين الضمير",
        "وين الأمانة",
        "وين المصداقية",
        "وين الاحترام",
        "فين الضمير",
        "فين الأمانة",
        "فين الاحترام",
        "أين الضمير",
        "أين الأمانة",
        "أين المصداقية",
        "أين الاحترام",
        "وين الخدمة",
        "وين الاهتمام",
        "أين الاهتمام",
        "إلى متى",
        "الى متى",
        "لين متى",
        "لمتى",
        "لحد امتى",
        "هل هذا احترام",
        "اسمه احترام",
        "اسمه كلام",
        "اسمها خدمة",
        "هذا احترام",
        "هذا اسمه",
        "هل هذه خدمة",
        "هذي خدمة",
        "هل هذا جزاء",
        "هل هذا عدل",
        "ايش هالخدمة",
        "وش هالخدمة",
        "شو هالخدمة",
        "شنو هالخدمة",
        "ايش هذا",
        "وش هذا",
        "شو هاد",
        "شو هالحكي",
        "ايه ده",
        "إيه ده",
        "ايه الخدمة دي",
        "إيه الخدمة دي",
        "ايه القرف",
        "ايه الاستهتار",
        "مين يرضى",
        "من يرضى",
        "ترضى لنفسك",
        "ترضون",
        "تضحكون علينا",
        "تستهبلون",
        "هل أنتم جادون",
        "are you kidding",
        "are you serious",
        "is this a joke",
        "seriously",
        "what kind of service",
        "how dare",
        "أليس من حقي",
        "أليس هذا",
        "ما هذا",
        "ما هذه الخدمة",
        "ما هذا الإهمال",
        "حرام ولا",
        "شو يعني",
        "يعني ايش",
        "يعني شو",
        "وش يعني",
        "خلاص كذا",
        "كيف كذا",
        "ليش كذا",
        "ليش كدا",
        "ليه كده",
        "is this how",
    ]
)

# English.
ENGLISH_ASKING: Final = {word: answer for word, answer in ASKING.items() if word.isascii()}
AUXILIARY: Final = words(
    "is are am was were do does did can could will would should shall may might has have had 's isn't "
    "aren't don't doesn't didn't can't won't"
)
SUBJECT: Final = words("i we you he she it they there this that these those my our your the a an any anyone someone")
KNOW: Final = words("know wondering wonder tell explain clarify understand confirm check ask inform let")
ENGLISH_ORDERS: Final = words(
    "send cancel refund change update return fix call check stop remove add replace activate deactivate "
    "reset give provide close open move transfer "
    "arrange schedule resend correct issue credit upgrade downgrade delete confirm tell explain"
)
I_WANT: Final = words("want need like request wish")
STRONG_LINKS: Final = words("وكمان كمان وأيضا أيضا وبرضو وبرضه برضه also plus")
BECAUSE: Final = words("لأن لأنه لأنها لأني لاني لأنكم because")
THANK: Final = words("اشكر أشكر اشكركم أشكركم أقول اقول thank")
LINKS: Final = words(
    "و ثم كمان وكمان بعدين وبعدين أيضا وأيضا برضو وبرضو برضه وبرضه بعد وبعد and also plus then but بس "
    "ولكن لكن طيب اوكي ok well يعني"
)
OPENERS: Final = words(
    "السلام عليكم ورحمة الله وبركاته مرحبا هلا أهلا اهلا هاي صباح الخير النور مساء حياكم يا هلو الو ألو "
    "اخوي أخوي اخي أخي اختي استاذ أستاذ حضرتك فندم جماعة "
    "شباب لو سمحت سمحتم سمحتوا سمحتي فضلك فضلكم من بعد إذنك إذنكم اذنكم طيب تحية طيبة hello hi dear team "
    "good morning evening afternoon sir madam please وسهلا يسعدكم الله يعطيكم العافية "
    "يعافيكم شكرا thanks thank you وعليكم تكرما تكرمتم عزيزي الأعزاء سلام عندي سؤال يوفقكم"
)
TOPIC: Final = words("استفسار استفساري الاستفسار سؤال سؤالي أستفسر استفسر question")
KNOWN: Final = frozenset(ASKING) | WANT | MAY | ORDERS | OPEN_TELL | TELL
