"""What mail programs write around a quoted message, in the languages of Europe and East Asia."""

from .language import Language

# A table: one phrase a line would hide its shape.
# fmt: off

ENGLISH = Language(
    locales=("en",),
    openers="on at the date",
    verbs=("wrote", "writes", "has written", "wrote the following"),
    headers={
        "from": ("from", "sender"), "date": ("sent", "date", "sent on", "sent at"), "to": ("to", "recipient"),
        "cc": ("cc", "bcc", "copy"), "subject": ("subject",),
        "other": ("reply-to", "reply to", "importance", "attachments", "organization", "priority", "sensitivity"),
    },
    original=("original message", "original email", "original mail", "reply message", "original appointment",
              "previous message"),
    forwarded=("forwarded message", "forwarded by", "begin forwarded message", "forwarded mail", "forward message",
               "start of forwarded message", "original forwarded message"),
    sent_from=("sent from", "sent via", "sent with", "sent using", "get outlook for", "download outlook for"),
    replies=("re", "reply"), forwards=("fw", "fwd", "forward", "forwarded"),
    strangers="i you he she we they it me us my your our his her their to that this about which who told colleague",
    dates="am pm a.m p.m gmt utc est edt cst cdt pst pdt cet cest eet eest bst msk ast of sept tues thur thurs",
    devices="iphone ipad ipod android samsung galaxy huawei xiaomi redmi oppo vivo honor nokia sony xperia lg htc "
            "pixel motorola blackberry oneplus outlook yahoo gmail mail ios windows phone mobile device smartphone "
            "tablet proton protonmail aquamail bluemail typeapp spark k-9 thunderbird myphone cell handheld app "
            "hotmail zoho fairemail icloud airmail boxer",
)

FRENCH = Language(
    locales=("fr",),
    openers="le à a les date heure",
    verbs=("a écrit", "écrit", "a écrit ce qui suit", "écrivit"),
    headers={
        "from": ("de", "expéditeur"), "date": ("envoyé", "envoyé le", "date", "le", "date d'envoi"),
        "to": ("à", "pour", "destinataire"), "cc": ("cc", "copie à", "copie", "cci"), "subject": ("objet", "sujet"),
        "other": ("répondre à", "pièces jointes", "importance"),
    },
    original=("message d'origine", "message original", "message initial"),
    forwarded=("message transféré", "message transmis", "début du message transféré", "message réexpédié",
               "début du message réexpédié"),
    sent_from=("envoyé de", "envoyé depuis", "envoyé à partir de", "télécharger outlook pour",
               "obtenir outlook pour", "envoyé via"),
    replies=("re", "ré", "rép"), forwards=("tr", "fwd", "trf"),
    strangers="je tu il elle nous vous ils mon ma mes votre notre que qui",
    dates="h heures", devices="téléphone portable mobile appareil",
)

GERMAN = Language(
    locales=("de",),
    openers="am um den der vom datum uhr",
    verbs=("schrieb", "schrieb am", "schreibt", "hat geschrieben", "geschrieben", "hat"),
    headers={
        "from": ("von", "absender"), "date": ("gesendet", "datum", "gesendet am"), "to": ("an", "empfänger"),
        "cc": ("cc", "kopie", "bcc"), "subject": ("betreff",), "other": ("antwort an", "wichtigkeit", "anlagen"),
    },
    original=("ursprüngliche nachricht", "originalnachricht", "original-nachricht", "ursprüngliche mail"),
    forwarded=("weitergeleitete nachricht", "anfang der weitergeleiteten nachricht"),
    sent_from=("von meinem", "gesendet von", "gesendet mit", "diese nachricht wurde von meinem", "outlook für",
               "holen sie sich outlook für"),
    replies=("aw", "antw", "antwort"), forwards=("wg", "weitergeleitet", "wtr"),
    strangers="ich du sie wir er mir mich mein meine ihnen dass",
    dates="uhr mär mez mesz", devices="gesendet handy mobiltelefon gerät",
)

SPANISH = Language(
    locales=("es",),
    openers="el a las la los día de del fecha hora",
    verbs=("escribió", "ha escrito", "escribió lo siguiente", "escribe"),
    headers={
        "from": ("de", "remitente", "desde"), "date": ("enviado", "enviado el", "fecha", "enviada"),
        "to": ("para", "a", "destinatario"), "cc": ("cc", "cco", "con copia"), "subject": ("asunto",),
        "other": ("responder a", "importancia", "datos adjuntos"),
    },
    original=("mensaje original", "correo original"),
    forwarded=("mensaje reenviado", "inicio del mensaje reenviado", "forwarded message"),
    sent_from=("enviado desde", "enviado con", "obtener outlook para", "obtén outlook para", "enviado por"),
    replies=("re", "resp", "rv"), forwards=("rv", "reenv", "reenviado", "fwd"),
    strangers="yo tú ella nosotros ustedes me mi su que", dates="hrs h p m",
    devices="teléfono móvil celular dispositivo",
)

PORTUGUESE = Language(
    locales=("pt", "pt_PT"),
    openers="em no dia de às as à a o data",
    verbs=("escreveu", "escreveu o seguinte", "escreveu no dia"),
    headers={
        "from": ("de", "remetente"), "date": ("enviado", "enviada em", "enviado em", "data", "enviada"),
        "to": ("para",), "cc": ("cc", "cco"), "subject": ("assunto",), "other": ("responder para", "anexos"),
    },
    original=("mensagem original",),
    forwarded=("mensagem encaminhada", "mensagem reencaminhada", "início da mensagem encaminhada",
               "início da mensagem reencaminhada"),
    sent_from=("enviado do", "enviado a partir do", "enviado de", "enviado via", "obter o outlook para",
               "obtenha o outlook para"),
    replies=("re", "res"), forwards=("enc", "fwd", "encaminhada"),
    strangers="eu você ele ela nós me meu minha que", dates="h hrs", devices="telemóvel celular telefone dispositivo",
)

ITALIAN = Language(
    locales=("it",),
    openers="il giorno alle ore in data lo la del",
    verbs=("ha scritto", "scrive", "ha scritto quanto segue", "scrisse"),
    headers={
        "from": ("da", "mittente"), "date": ("inviato", "data", "inviato il", "inviata"), "to": ("a", "destinatario"),
        "cc": ("cc", "ccn"), "subject": ("oggetto",), "other": ("risposta", "rispondi a", "allegati", "priorità"),
    },
    original=("messaggio originale", "messaggio originario"),
    forwarded=("messaggio inoltrato", "inizio messaggio inoltrato"),
    sent_from=("inviato da", "inviato dal", "scarica outlook per", "ottieni outlook per", "inviata da"),
    replies=("r", "rif", "re"), forwards=("i", "inoltro", "fwd"),
    strangers="io tu lui lei noi voi mi mio mia che", dates="h", devices="telefono cellulare dispositivo",
)

DUTCH = Language(
    locales=("nl",),
    openers="op om de het datum",
    verbs=("schreef", "heeft", "het volgende geschreven", "geschreven", "schreef het volgende", "schrijft"),
    headers={
        "from": ("van", "afzender"), "date": ("verzonden", "datum", "verzonden op"), "to": ("aan",),
        "cc": ("cc", "bcc"), "subject": ("onderwerp",), "other": ("antwoord aan", "beantwoorden", "urgentie"),
    },
    original=("oorspronkelijk bericht", "oorspronkelijke bericht", "origineel bericht", "originele bericht"),
    forwarded=("doorgestuurd bericht", "begin doorgestuurd bericht", "forwarded message"),
    sent_from=("verzonden vanaf", "verzonden vanuit", "verstuurd vanaf", "outlook voor", "outlook downloaden voor",
               "verstuurd met", "verzonden met"),
    replies=("antw", "betr"), forwards=("doorst", "fw"),
    strangers="ik jij hij zij wij mij mijn u dat", dates="uur", devices="telefoon mobiel toestel",
)

TURKISH = Language(
    locales=("tr",),
    openers="tarihinde tarihli günü saat saatinde",
    verbs=("şunu yazdı", "şunları yazdı", "yazdı", "yazmış"),
    headers={
        "from": ("kimden", "gönderen"), "date": ("gönderildi", "tarih", "gönderme tarihi", "gönderilme zamanı"),
        "to": ("kime", "alıcı"), "cc": ("bilgi", "cc"), "subject": ("konu",), "other": ("yanıt adresi", "önem"),
    },
    original=("orijinal mesaj", "özgün ileti", "orijinal ileti", "asıl mesaj"),
    forwarded=("yönlendirilen mesaj", "iletilen mesaj", "forwarded message", "iletilen ileti", "yönlendirilmiş mesaj",
               "iletilmiş ileti başlangıcı"),
    sent_from=("iphone'umdan gönderildi", "telefonumdan gönderildi", "gönderildi", "outlook for", "outlook'u edinin"),
    replies=("ynt", "cvp"), forwards=("ilt", "ilet"),
    strangers="ben sen biz siz bana benim", dates="ös öö",
    devices="iphone'umdan ipad'imden telefonumdan cihazımdan edinin",
)

RUSSIAN = Language(
    locales=("ru",),
    openers="в от г г. года число пользователь",
    verbs=("написал", "написала", "написал(а)", "пишет", "пользователь написал", "писал", "писал(а)", "писала"),
    headers={
        "from": ("от", "от кого", "отправитель"), "date": ("отправлено", "дата", "дата отправки", "послано"),
        "to": ("кому", "получатель"), "cc": ("копия",), "subject": ("тема",), "other": ("важность", "вложения"),
    },
    original=("исходное сообщение", "оригинальное сообщение", "исходное письмо"),
    forwarded=("пересылаемое сообщение", "пересланное сообщение", "начало переадресованного сообщения",
               "начало пересылаемого сообщения", "перенаправленное сообщение"),
    sent_from=("отправлено с", "отправлено из", "скачать outlook для", "послано с", "отправлено через"),
    replies=("ответ",), forwards=("пер", "пересл"), strangers="я ты он она мы вы мне мой что",
    dates="мск", devices="моего телефона мобильного устройства айфона почты",
)

POLISH = Language(
    locales=("pl",),
    openers="w dniu dnia o godz godzinie użytkownik r",
    verbs=("napisał", "napisała", "napisał(a)", "napisał/a", "pisze", "napisał/-a"),
    headers={
        "from": ("od", "nadawca"), "date": ("wysłano", "data", "wysłane", "data wysłania"), "to": ("do", "adresat"),
        "cc": ("dw", "do wiadomości", "udw"), "subject": ("temat",), "other": ("odpowiedź do", "ważność"),
    },
    original=("wiadomość oryginalna", "oryginalna wiadomość", "treść oryginalna"),
    forwarded=("wiadomość przekazana dalej", "przekazana wiadomość", "treść przekazanej wiadomości",
               "początek przekazanej wiadomości", "przekazywana wiadomość"),
    sent_from=("wysłano z", "wysłane z", "pobierz outlook dla", "wysłano za pomocą"),
    replies=("odp",), forwards=("pd", "prz"), strangers="ja ty on ona my wy mi mój że",
    devices="iphone'a ipada telefonu mojego smartfona urządzenia",
)

SWEDISH = Language(
    locales=("sv",),
    openers="den kl kl. på datum",
    verbs=("skrev", "skriver", "skrev följande"),
    headers={
        "from": ("från", "avsändare"), "date": ("skickat", "datum", "skickades"), "to": ("till",),
        "cc": ("kopia", "cc"), "subject": ("ämne", "angående"), "other": ("svara till", "prioritet"),
    },
    original=("ursprungligt meddelande", "originalmeddelande"),
    forwarded=("vidarebefordrat meddelande", "vidarebefordrat brev", "börja vidarebefordrat meddelande"),
    sent_from=("skickat från", "skickades från", "hämta outlook för"), replies=("sv", "svar"), forwards=("vb", "vs"),
    strangers="jag du han hon vi ni mig min att", devices="telefon mobil enhet",
)

DANISH_NORWEGIAN = Language(
    locales=("da", "nb"),
    openers="den kl kl. på dato d",
    verbs=("skrev", "skriver", "skrev følgende", "har skrevet"),
    headers={
        "from": ("fra", "afsender", "avsender"), "date": ("sendt", "dato"), "to": ("til",), "cc": ("cc", "kopi"),
        "subject": ("emne",), "other": ("svar til",),
    },
    original=("oprindelig meddelelse", "oprindelig besked", "opprinnelig melding", "original besked"),
    forwarded=("videresendt meddelelse", "videresendt besked", "videresendt melding", "start på videresendt besked",
               "videresendt e-post", "starten på en videresendt melding"),
    sent_from=("sendt fra", "hent outlook til", "skaff deg outlook for"), replies=("sv", "svar"), forwards=("vs", "vb"),
    strangers="jeg du han hun vi mig meg min at", devices="telefon mobil enhed",
)

CHINESE = Language(
    locales=("zh", "zh_Hant"),
    openers="在 于 於 时 年 月 日",
    verbs=("写道", "寫道", "來信", "撰写", "写", "撰寫"),
    headers={
        "from": ("发件人", "寄件人", "寄件者", "发送人"),
        "date": ("发送时间", "发送日期", "日期", "傳送日期", "寄件日期", "时间", "寄件時間"),
        "to": ("收件人", "收件者"), "cc": ("抄送", "副本"), "subject": ("主题", "主旨", "主題"),
    },
    original=("原始邮件", "邮件原件", "原始郵件", "原邮件", "原始信件"),
    forwarded=("转发的邮件", "轉寄的郵件", "转发邮件", "轉寄郵件"),
    sent_from=("发自我的", "从我的", "發自我的", "來自我的", "从我的设备发送", "發送自", "傳送自我的",
               "获取 outlook for"),
    replies=("回复", "答复", "回覆", "答覆"), forwards=("转发", "轉寄", "轉發"), strangers="我 你 他 她 我们",
    dates="上午 下午 早上 晚上 凌晨 中午", devices="手机 手機 邮箱 设备 发送 郵箱",
)

JAPANESE = Language(
    locales=("ja",),
    openers="時 に の 頃",
    verbs=("のメール", "は書きました", "さんは書きました", "が書きました", "書きました", "wrote"),
    headers={
        "from": ("差出人", "送信者", "発信者"), "date": ("送信日時", "日時", "日付", "送信日"),
        "to": ("宛先",), "cc": ("cc", "写し"),
        "subject": ("件名",),
    },
    original=("元のメッセージ", "オリジナルメッセージ", "original message"),
    forwarded=("転送メッセージ", "転送されたメッセージ", "forwarded message"),
    sent_from=("iphoneから送信", "ipadから送信", "から送信", "outlook を入手"), replies=("返信",), forwards=("転送",),
    dates="午前 午後", devices="携帯 スマホ から 送信",
)

KOREAN = Language(
    locales=("ko",),
    openers="년 월 일",
    verbs=("님이 작성", "작성", "님이 쓴 글", "님이 작성함"),
    headers={
        "from": ("보낸 사람", "보낸사람"), "date": ("보낸 날짜", "날짜", "보낸날짜"),
        "to": ("받는 사람", "받는사람"), "cc": ("참조",), "subject": ("제목",),
    },
    original=("원본 메시지", "원본 메일"), forwarded=("전달된 메시지",),
    sent_from=("에서 보냄", "나의 iphone에서 보냄"),
    replies=("회신", "답장"), forwards=("전달",), dates="오전 오후", devices="나의 보냄 에서",
)
