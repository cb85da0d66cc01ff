"""The same four facts in the languages of the families: Polish, Romanian, Urdu in Latin letters, Bengali, Portuguese, Spanish,
Ukrainian and Russian, Turkish, Arabic, French, Italian, Lithuanian, Somali. One line or two a language.
"""

from __future__ import annotations

ABROAD = {
    "absence": """
        nie przyjdzie|będzie
        nie ~1 bedzie ~2 w_szkole|dzisiaj|jutro|dzis
        nu vine|ajunge|poate_veni|va_veni
        school ~1 nahi|nai
        school e jabe|asbe|jete
        স্কুলে|আজ|আজকে ~2 আসবে|আসতে_পারবে|যেতে_পারবে না
        অসুস্থ|জ্বর ~3 আজ|আজকে|স্কুলে
        não vai|vem|pode_ir|irá
        no va_a_ir|puede_ir|irá|va_al_colegio|asistirá
        не прийде|буде|піде|придет|придёт|будет|пойдет|зможе
        bugün|yarin gelmeyecek|gelemeyecek|gelmez
        okula gelmeyecek|gelemeyecek
        لن يحضر|تحضر|يأتي|تأتي|يذهب|تذهب
        غائب|غائبة|مريض|مريضة
        ne viendra|sera_pas|vient_pas|peut_pas
        non viene|verrà|potrà_venire
        neateis|nebus
        ma imaan*
        """,
    "late": """
        spóźni*|spozni*
        întârzi*|intarzi*
        thora|thori late|der
        der ~1 ho|hogi|hoga|se
        দেরি হবে|হচ্ছে|করে|করবে
        atrasad*|atrasar
        llegará_tarde|llega_tarde
        geç ~1 gelece*|kalaca*
        запізн*
        опозда*
        متأخر|سنتأخر|سيتأخر|ستتأخر|تأخرنا
        """,
    "collection": """
        odbierze|odbiera
        o|il|ia ~1 ia ~3 de_la_scoala
        va|vor lua|veni ~4 scoala
        ia|vine_sa_ia ~2 de_la_scoala
        lene|lenay aay*|jay*
        নিতে আসবে|আসবেন|যাবে|যাবেন
        vai|vem buscar|apanhar
        va_a_recoger|recogerá|recoge
        забере|забиратиме|заберет|заберёт
        okuldan ~4 alacak|alır
        almaya gelecek
        ستأخذه|سيأخذه|ستأخذها|سيأخذها|سيستلمه|ستستلمه|سيستلمها|ستستلمها ~3 المدرسة|اليوم|غدا
        """,
    "medicine": """
        proszę|prosze ~1 podać|podac ~4 antybiotyk*|lek|leki|lekarstw*|syrop*|tabletk*|inhalator*
        podać|podac ~2 antybiotyk*|lek|leki|lekarstw*|syrop*|tabletk*
        bierze|przyjmuje ~1 antybiotyk*|leki|lekarstw*|tabletk*
        antybiotyk*|lek|leki|lekarstw*|syrop*|tabletk*|inhalator* ~6 podać|podac|plecaku|tornistrze
        plecaku|tornistrze|zapomniał|zapomniała ~2 antybiotyk*|lek|leki|lekarstw*|syrop*|inhalator*
        dati|dea ~4 antibiotic*|medicament*|siropul|pastila
        dati|dea ~3 sirop|ventolin*|inhalator*|pastile
        antibiotic*|medicament*|siropul|pastila|inhalatorul ~5 dati|dea|ghiozdan
        dawai|dawa|goli ~4 den*|dein|dedo|bag|khila*
        ওষুধ|ঔষধ|ইনহেলার ~3 দেবেন|দিবেন|দিয়েন|খাওয়াবেন|ব্যাগে
        de|dar|deem ~2 antibiotico|remedio|medicamento|xarope|comprimido
        antibiotico|remedio|medicamento|xarope|comprimido ~5 dar|deem|mochila
        ліки|таблетк*|антибіотик|сироп|інгалятор|лекарство|антибиотик ~6 дайте|дати|дать|портфел*|рюкза*
        дайте|дати|дать ~5 ліки|таблетк*|антибіотик|сироп|інгалятор|лекарство|антибиотик
        ilacını|ilacı|antibiyoti*|şurubu|şurubunu|spreyi|spreyini ~3 verin|verir|vermeniz|içmeli|çantasında
        اعطوه|اعطوها|تعطوه|تعطوها|اعطاؤه ~2 الدواء|المضاد|البخاخ|دواءه|دواءها
        الدواء|دواءه|دواءها|البخاخ ~4 الحقيبة|حقيبته|حقيبتها
        ma ~2 alergie|uczulenie
        jest ~2 uczulony|uczulona|alergikiem
        alergie|uczulenie na
        alergic|alergica la
        are|au ~1 alergie
        se|ko|say|ki ~2 allergy|alergy|elergy ?hai|he|h
        অ্যালার্জি|এলার্জি|আলার্জি|অ্যালার্জী|এলার্জী|অ্যালার্জির|এলার্জির
        é|e|es|está|esta ~1 alérgico|alérgica|allergico|allergica
        tem|tiene|ha ~1 alergia|allergia|alergias
        alérgico|alérgica|allergico|allergica|allergique a|à|al|aux|au|alla|agli|ai
        алергія|алергію|аллергия|аллергию на|до
        алергік|алергія|аллергик|аллергия ~1 у
        у ~3 алергія|аллергия
        alerjisi ~1 var
        alerjik|alerjiktir
        alergiškas|alergiška
        حساسية ~1 من|ضد|تجاه
        عنده|عندها|لديه|لديها ~1 حساسية
        """,
}
