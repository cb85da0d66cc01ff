"""What a family may write in their own language: Polish, Romanian, Urdu in Latin letters, Ukrainian and Russian, Arabic,
Bengali, Portuguese, Turkish. One line a language and meaning, in that order; only core phrases, for a person reads the rest.
"""

from __future__ import annotations

from gateway.domain.risk.cue import Cue

_HURTS = """
    bije|bil|bila|pobil*|uderzyl*|leje|szarpie ~2 go|ja|mnie|nas|dziecko|dzieci|syna|corke|mame|pasem
    go|ja|mnie|nas|dziecko|dzieci|syna|corke|mame ~1 bije|pobil*|uderzyl*|leje
    ojczym|wujek|tata|ojciec|maz|partner|konkubent|dziadek|mama|matka ~6 bije|bil|pobil*|uderzyl*|leje|pasem
    bate|loveste|lovit|batut ~2 cu ~1 cureaua|curea|palma|batul|nuiaua
    o|ma|ne|ii|pe_el|pe_ea bate|loveste
    tatal|tata|sotul|unchiul|concubinul|iubitul|mama|bunicul|vitreg ~5 bate|loveste|lovit|batut
    chacha|mamu|mamoo|shohar|abbu|abba|baap|walid|susar|taya|bhai|papa|husband|uncle|saas|ammi ~6 maar*|marta|marti
        |marte|peet*|thappar
    mujhe|usko|usay|isko|bachon|bachay|bache|hamein|humein ~4 maar*|marta|marti|marte|peet*
    вітчим|батько|тато|чоловік|дядько|мати|мама|дід|отчим|отец|папа|муж|дядя ~5 б'є|бив|вдарив|побив|бьет|ударил|избил
        |лупить|кривдить
    її|його|мене|нас|дітей|дитину|её|ее|его|меня|детей б'є|бив|бьет|избивает|побив
    б'є|бьет|избивает|побив ~1 її|його|мене|нас|дітей|дитину|её|ее|его|меня|детей|сына|сина|дочку|дочь
    زوجي|ابوها|ابوه|عمها|عمه|خالها|خاله|والده|والدها|جدها|امها|امه ~4 يضرب*|ضربها|ضربه|ضربني|يؤذيها|يؤذيه
    স্বামী|চাচা|মামা|বাবা|আব্বু|আব্বা|কাকা|মা|সৎবাবা|নানা|খালু|ফুপা ~4 মারে|মারেন|মারছে|মেরেছে|মেরেছেন|মারধর|পেটায়
    আমাকে|তাকে|ওকে|বাচ্চাদের|আমাদের ~1 মারে|মারেন|মারছে|মারধর|পেটায়
    pai|padrasto|tio|marido|avo|mae|companheiro|namorado ~4 bateu|batia|agride|agrediu|espanca
    bate ~1 nela|nele|me|nas_criancas|nos_filhos|em_mim|com_o_cinto
    babasi*|uvey|amcasi*|dayisi*|kocam|esim|dedesi*|abisi*|annesi* ~4 dov*|vuruyor|vurdu
    beni|onu|bizi|cocuklari ~2 dovuyor|dovdu|dover
    """
_AFRAID = """
    boi|boje|boja sie ~3 wracac|isc|byc ~2 domu
    boi|boje|boja sie ~2 ojca|ojczyma|meza|wujka|taty|mamy
    frica|teama ~4 acasa|tatal|sotul|unchiul
    tem|teme|temem de ~1 tatal|sotul|unchiul|el
    ghar ~3 dar|darta|darti
    dar|darti|darta ~3 shohar|abbu|chacha|baap
    боїться|боюся|бояться|боится|боюсь ~3 додому|домой|чоловіка|мужа|батька|отца|вітчима|отчима
    خايف*|خائف*|تخاف|يخاف ~4 البيت|المنزل|العودة|الرجوع|ابيه|ابيها|زوجي
    বাড়ি|বাসায়|বাড়িতে ~2 ভয়
    medo ~4 casa|dele|pai|padrasto|marido|tio
    eve ~1 gitmekten|gelmekten|donmekten ~1 kork*
    babasindan|amcasindan|kocamdan ~1 kork*
    """
_TOUCHES = """
    dotyka|dotykal* ~2 ja|go|jej|jego|mnie|intymn*|nocy
    ja|go|mnie dotyka|dotykal*
    nikomu nie ~1 mow*|powie*
    o|ma|ii atinge|pipaie
    atinge|pipaie|atins ~3 noaptea|intim*
    nu ~1 zica|spuna|spui|zici ~2 nimeni|nimanui
    galat|gandi ~3 haath|hath|chuta|touch
    kisi ko ~2 mat|na|nahi ~1 bata*
    торкається|торкався|чіпає|трогает|трогал|мацає ~2 її|його|её|ее|его|мене|меня
    нікому|никому ~1 не розповід*|казати|кажи|говорити|говори|рассказ*
    يلمسها|يلمسه|يلمسني|لمسها|لمسه|يتحرش*|تحرش*
    لا تخبر*|تقول* ~1 احدا|احد|لاحد
    খারাপ*|গোপন|লজ্জা* ~3 ছোঁয়|স্পর্শ|হাত
    কাউকে ~1 বলতে মানা|নিষেধ|না
    toca|tocou|mexe|mexeu ~1 nela|nele|em_mim|partes
    nao ~2 contar|conte|contes|dizer|digas ~2 ninguem
    ona|bana|orasina dokun*
    kimseye ~1 soyleme|anlatma|deme
    """
_DIES = """
    chce|wolalby|wolalaby umrzec
    powiedzial* ~4 zabije|umrze
    vrea|vreau|vrut sa moara|mor|se_omoare
    nu ~1 vrea sa ~1 traiasca
    marna|mar_jana|khudkushi ~2 chahta|chahti|karna
    jeena|jina nahi ~1 chah*
    хоче|хочет|хочу померти|умереть
    لا يريد|تريد ~2 يعيش|تعيش
    মরে যেতে চায়
    মরতে|আত্মহত্যা চায়|চেয়েছে|করতে|করবে
    বাঁচতে চায় না
    quer|queria morrer|matar_se|se_matar
    nao quer viver
    olmek ist*
    yasamak istem*
    """
_STAFF_HURT = """
    nauczyciel*|wychowawc* ~4 uderzyl*|pobil*|szarpal*|szarpnel*|popchn*
    invatatoare*|invatatorul|profesor*|profesoar* ~4 lovit|bate|batut|palmuit|imbrancit|palma|palme
    teacher|ustad|ustani|miss|madam ~4 maara|mara|maarti|thappar|thapar
    вчител*|учител* ~4 вдарив|вдарила|б'є|побив|побила|ударил|ударила|штовхн*|толкн*
    المعلم|المعلمة|المدرس|المدرسة|الاستاذ|الاستاذة ضرب*|يضرب*|تضرب*|صفع*
    শিক্ষক|শিক্ষিকা|টিচার|স্যার|ম্যাডাম ~4 মারে|মেরেছে|মেরেছেন|চড়|থাপ্পড়|ধাক্কা
    professor*|auxiliar ~3 bateu|bate|empurrou|agrediu
    ogretmen* ~4 vurdu|vuruyor|dovdu|tokat*
    """
_MISSING = """
    nie wrocil*|dotarl* ~2 do_domu|ze_szkoly|do_szkoly
    nie wiem ~2 gdzie ~1 jest ~1 .|moj|moja|dziecko|syn|corka
    nu ~1 gasesc|gasim ~1 copilul|il|o|fiul|fiica
    nu stiu unde este|e|i ~1 el|ea|copilul|fiul|fiica|baiatul|fata
    ghar nahi|nahin ~1 aaya|aayi|pohncha|pohanchi
    bacha|bachi|beta|beti ~1 kahan|kidhar hai
    kahan|kidhar hai ~1 woh|mera|meri ~1 .|bacha|bachi|beta|beti
    не ~1 знаю|знаємо|знаем де|где ~1 він|вона|дитина|син|дочка|он|она|ребенок
    لا اعرف اين ~1 هو|هي|ابني|ابنتي
    не ~1 повернувся|повернулася|вернулся|вернулась|прийшов|прийшла|пришел|пришла ~2 додому|домой|зі_школи|из_школы
    не можемо|можу|можем|могу ~2 знайти|найти ~1 її|його|ее|его|дитину|сина|доньку|ребенка|сына|дочь
    не можемо|можу|можем|могу її|його|ее|его|дитину|сина|доньку|ребенка|сына|дочь знайти|найти
    বাড়ি|বাসায়|ঘরে ~1 আসেনি|ফেরেনি|ফিরেনি|পৌঁছায়নি
    খুঁজে পাচ্ছি না
    nao sei onde ele|ela|anda|esta_ele|esta_ela
    nao sei onde esta ~2 filho|filha|menino|menina
    oglum|kizim|cocugum ~5 nerede ~1 bilmiyorum|bilmiyoruz
    """
_THREAT = """
    zabije|pobije|polamie go|ja|was|cie|ich|tego
    to|go|ja|was|cie|ich|pana|pania ~2 zabije|pobije|polamie
    te|il|o|va omor
    te|il|o|va voi ~1 omori|bate|lovi
    jaan se ~1 maar*
    maar|tod dunga|doonga|dungi
    вб'ю|убью|поріжу|зарежу ~1 його|її|вас|тебе|его|её|тебя|их
    ساقتل*|ساضرب*|سوف_اقتل*
    মেরে ফেলব|ফেলবো
    খুন করব|করবো
    vou matar|bater|partir ~2 cara|ele|ela|lo|la|te|vos|esse|essa
    oldurecegim|dovecegim|gebertirim
    """
_ONLINE = """
    whatsapp*|messenger*|snapchat*|tiktok*|grupie ~8 wyzywa*|obraza*|wysmiewa*
    whatsapp|snapchat|tiktok|instagram|grup ~8 jignesc|insulta|umilesc|bat_joc
    whatsapp|snapchat|tiktok|instagram|group ~8 mazaq|mazak|gaali*|gaaliyan|badnaam
    вайбер*|телеграм*|тікток*|тикток*|чаті|чате|групі|группе ~8 ображають|знущаються|обзивають|издеваются|оскорбляют
    واتساب|سناب|تيك|انستغرام ~8 يسخر*|يشتم*|يتنمر*
    হোয়াটসঅ্যাপ*|গ্রুপে|টিকটক*|ফেসবুক* ~8 গালি|অপমান|হাসাহাসি
    whatsapp|instagram|tiktok|grupo ~8 insultam|gozam|xingam|humilham|ofendem
    whatsapp*|instagram*|tiktok*|grubunda|grupta ~8 alay|dalga|hakaret
    """

CUES: tuple[Cue, ...] = (
    Cue(
        "staff_hurt_abroad",
        "allegation_staff",
        "A family says that staff hurt a child, in their own language.",
        _STAFF_HURT,
    ),
    Cue("hurts_abroad", "safeguarding", "A family says that somebody hurts, in their own language.", _HURTS),
    Cue(
        "afraid_abroad",
        "safeguarding",
        "A family says that somebody is afraid at home, in their own language.",
        _AFRAID,
    ),
    Cue("touched_abroad", "safeguarding", "A family speaks of touching or secrets, in their own language.", _TOUCHES),
    Cue("dies_abroad", "safeguarding", "A family says that somebody wants to die, in their own language.", _DIES),
    Cue("missing_abroad", "missing_child", "A family looks for a child, in their own language.", _MISSING),
    Cue("threat_abroad", "threat", "Somebody may be threatening another person, in their own language.", _THREAT),
    Cue("online_abroad", "online_bullying", "A family speaks of cruelty online, in their own language.", _ONLINE),
)
