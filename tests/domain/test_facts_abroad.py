"""Practical facts in the families' other languages: heard by words of the same kinds, and not in what only sounds so."""

from __future__ import annotations

import csv
import tomllib
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.domain.operations import recognise
from gateway.domain.operations.recognising import IN_ANSWER, STATED_ABROAD
from gateway.domain.weighing import FACT, Weights, shipped, shipped_abroad, weights
from gateway.domain.weighing.abroad import LEXICON, KnownAbroad, language_of
from gateway.domain.wording import fold, read

LANGUAGES = ("polish", "romanian", "urdu", "ukrainian", "arabic", "bengali", "portuguese", "turkish")
BARS = (weights.BIAS, weights.ENOUGH, weights.IN_FEW_WORDS, weights.WITH_RULES)

TOLD = (
    ("polish", "absence", "Jagoda ma katar i 38 stopni, zatrzymuję ją pod kołdrą."),
    ("polish", "late", "Tramwaj się zepsuł, będziemy po dzwonku, tak z kwadrans."),
    ("polish", "collection", "Zamiast mnie czekać będzie przy furtce szwagierka, hasło zna."),
    ("polish", "medicine", "W plecaku są krople do oka, prosiłabym o jedną po obiedzie."),
    ("romanian", "absence", "Ilinca a varsat toata noaptea, o tin in pat pana maine."),
    ("romanian", "late", "S-a stricat masina pe drum, ajungem abia pe la noua jumate."),
    ("romanian", "collection", "La poarta o asteapta azi nasa ei, eu sunt la munca."),
    ("romanian", "medicine", "De ieri stim ca nu suporta ouale, i s-a umflat buza."),
    ("urdu", "absence", "Ibrahim ko rat se ultian lagi hain, aj mere pas ghar pe hi rahega"),
    ("urdu", "late", "gari ki battery khatam, hum 20 mint baad pohnchen ge"),
    ("urdu", "collection", "aj uske mamu gate pe khare honge, main hospital mein hun"),
    ("urdu", "medicine", "Sana ke bag me pump hai, PE se pehle do puff dilwa dein"),
    ("ukrainian", "absence", "Орися всю ніч кашляла, лишаю її в ліжку, лікар сказав до п'ятниці."),
    ("ukrainian", "late", "Електричка стоїть, добіжимо хвилин через двадцять після дзвінка."),
    ("ukrainian", "collection", "Біля воріт її чекатиме хрещена, я на роботі до шостої."),
    ("ukrainian", "medicine", "У рюкзаку крапельки для очей, закапайте будь ласка після обіду."),
    ("arabic", "absence", "عندها سخونة من الليل وخليتها نايمة عندي"),
    ("arabic", "late", "السيارة ما اشتغلت، بنوصل بعد ربع ساعة"),
    ("arabic", "collection", "خالتها بتستناها عند البوابة اليوم بدالي"),
    ("arabic", "medicine", "حطيت البخاخ بشنطته، بختين قبل الرياضة"),
    ("bengali", "absence", "মেয়ের রাত থেকে জ্বর, আজ বাসায় বিশ্রামে রাখছি"),
    ("bengali", "late", "বাস নষ্ট হয়ে গেছে, পৌঁছাতে বিশ মিনিট দেরি হবে"),
    ("bengali", "collection", "আজ গেটে ওর খালা দাঁড়াবে, আমি কাজে আছি"),
    ("bengali", "medicine", "ব্যাগে ইনহেলার আছে, পিই এর আগে দুই পাফ দিয়েন"),
    ("portuguese", "absence", "A Matilde passou a noite a vomitar, fica comigo de molho."),
    ("portuguese", "late", "O comboio parou, chegamos uns vinte minutos depois do toque."),
    ("portuguese", "collection", "Ao portão vai estar a madrinha, que eu saio tarde do trabalho."),
    ("portuguese", "medicine", "Na mochila vão as gotas, duas em cada olho depois do almoço."),
    ("turkish", "absence", "Gece boyu öksürdü, ateşi de var, bugün yatakta dinlensin."),
    ("turkish", "late", "Araba yolda kaldı, zilden yirmi dakika sonra oradayız."),
    ("turkish", "collection", "Kapıda bugün dayısı bekleyecek, ben işten çıkamıyorum."),
    ("turkish", "medicine", "Çantasına damlayı koydum, öğle yemeğinden sonra ikişer tane lütfen."),
)
NONE_TOLD = (
    ("polish", "O której trzeba zadzwonić, jeśli dziecko jest chore?"),
    ("polish", "Dziękuję za opiekę, w zeszłym tygodniu chorował, teraz jest już zdrowy."),
    ("polish", "Nie mogę znaleźć formularza na wycieczkę, czy jest na stronie?"),
    ("romanian", "Pana la ce ora trebuie sa anuntam daca e bolnav copilul?"),
    ("romanian", "Multumim frumos pentru serbare, bunica a plans de bucurie."),
    ("romanian", "Cat costa excursia si pana cand platim?"),
    ("urdu", "Trip ke paise kab tak dene hain aur kahan?"),
    ("urdu", "Bohat shukria teacher, ab woh bilkul theek hai aur khush hai"),
    ("urdu", "kya school mein dawai rakhne ka koi form hota hai?"),
    ("ukrainian", "Коли збори і чи можна прийти з малюком?"),
    ("ukrainian", "Дякуємо за концерт, минулого тижня всі хворіли, а тепер співають."),
    ("ukrainian", "Де купити форму і скільки коштує?"),
    ("arabic", "كم ثمن الرحلة ومتى آخر موعد للدفع؟"),
    ("arabic", "شكرا على الحفلة الجميلة، جدتها كانت سعيدة جدا"),
    ("arabic", "هل يسمح بإحضار الدواء إلى المدرسة؟"),
    ("bengali", "ট্রিপের টাকা কবে দিতে হবে?"),
    ("bengali", "ধন্যবাদ, গত সপ্তাহে অসুস্থ ছিল, এখন ভালো আছে"),
    ("bengali", "অসুস্থ হলে কয়টার মধ্যে ফোন দিতে হয়?"),
    ("portuguese", "Até que horas devemos ligar quando ela está doente?"),
    ("portuguese", "Obrigada pela festa, a avó adorou as canções."),
    ("portuguese", "Quanto custa o passeio e como se paga?"),
    ("turkish", "Çocuk hastalanınca saat kaça kadar aramamız gerekiyor?"),
    ("turkish", "Geçen hafta hastaydı, şimdi iyi, ilginiz için teşekkürler."),
    ("turkish", "Gezi parası ne kadar, nereye ödüyoruz?"),
)


def table(*rows: tuple[str, str, str], bar: str = "0") -> Weights:
    """A table of terms, each with what it says for any fact and for lateness."""
    bars = [[weights.BIAS, "0", "-1"], *([name, bar, "0"] for name in BARS[1:])]
    rest = [[code, "0", "-9"] for code in ("ok",)]
    head = ["", FACT, "late", "absence", "collection", "medicine"]
    return weights.written_as(
        [head, *([*row, "-1", "-1", "-1"] for row in (*bars, *map(list, rows), *rest))], known=KnownAbroad
    )


@pytest.mark.parametrize(("language", "code", "text"), TOLD)
def test_a_fact_is_heard_by_the_meaning_of_its_words(language: str, code: str, text: str) -> None:
    assert language_of(read(text).words) == language
    assert code in [one.code for one in recognise(text)]


@pytest.mark.parametrize(("language", "text"), NONE_TOLD)
def test_what_only_speaks_of_such_things_is_none(language: str, text: str) -> None:
    assert language_of(read(text).words) == language
    assert recognise(text) == ()


@pytest.mark.parametrize(("language", "code", "text"), TOLD)
def test_what_is_heard_is_shown_in_the_words_of_the_message(language: str, code: str, text: str) -> None:
    for finding in recognise(text):
        assert finding.evidence
        assert all(0 <= one.start < one.end <= len(text) for one in finding.evidence)
        assert all(one.end <= other.start for one, other in pairwise(finding.evidence))


@pytest.mark.parametrize(
    "text",
    ["She was up all night with a cough, so I'm keeping her home.", "Running late, ten past nine.", "Thank you!"],
)
def test_english_is_weighed_by_the_english_words(text: str) -> None:
    assert recognise(text) == recognise(text, weights=shipped())


def test_a_subject_is_weighed_beside_the_text() -> None:
    assert recognise("Pozdrawiam, mama Jagody") == ()
    assert [one.code for one in recognise("Pozdrawiam, mama Jagody", subject="Gorączka, zostaje dziś w domu")] == [
        "absence"
    ]


def test_an_answer_to_school_must_weigh_more() -> None:
    learnt = table(("kwiat", "1", "3"))
    assert [one.code for one in recognise("kwiat kwiat", weights=learnt)] == ["late"]
    assert recognise("kwiat kwiat", in_answer=True, weights=learnt) == ()
    stronger = table(("kwiat", str(IN_ANSWER), "3"))
    assert [one.code for one in recognise("kwiat kwiat", in_answer=True, weights=stronger)] == ["late"]


def test_what_a_rule_states_is_nearer_to_a_fact_and_is_the_fact_told() -> None:
    text = "Jutro ona nie przyjdzie"
    words = [(word, "0", "0") for word in ("jutro", "ona", "nie")]
    told = recognise(text, weights=table(*words, ("przyjdzie", "0", "3"), bar=str(STATED_ABROAD)))
    assert [one.code for one in told] == ["absence", "late"]
    assert recognise(text, weights=table(*words, ("przyjdzie", "-0.1", "3"), bar=str(STATED_ABROAD))) == ()


def test_where_hardly_a_word_is_known_the_rules_alone_speak() -> None:
    learnt = table(("kwiat", "9", "3"))
    assert recognise("kwiat " + "lorem ipsum dolor sit amet " * 3, weights=learnt) == ()
    assert [one.code for one in recognise("Lei oggi non viene", weights=learnt)] == ["absence"]


def test_the_likeliest_fact_is_told_where_none_is_likely() -> None:
    (finding,) = recognise("kwiat kwiat", weights=table(("kwiat", "3", "0")))
    assert finding.code == "late"
    assert [(one.start, one.end) for one in finding.evidence] == [(0, 5)], "what says that there is one is shown"


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("والدواء", "remedy"),
        ("سيأخذها", "fetch"),
        ("بالبيت", "rest"),
        ("هنتأخر", "delay"),
        ("gorączkę", "ill"),
        ("GORACZKE", "ill"),
        ("babaannesi", "relative"),
        ("інгалятором", "remedy"),
    ],
)
def test_a_kind_is_known_by_its_forms(word: str, kind: str) -> None:
    assert f"<{kind}>" in KnownAbroad(None).of(read(word))


def test_kinds_that_meet_and_the_beginnings_of_words_are_terms() -> None:
    found = KnownAbroad(None).of(read("Babcia, antybiotyk?"))
    assert {"babcia", "babci*", "<relative> <remedy>", "<question>", "<question> <relative>"} <= found
    assert "." not in found


@pytest.mark.parametrize(
    ("term", "shown"), [("<fetch>", "Przyjdzie po"), ("<relative>", "wujek"), ("dzisi*", "dzisiaj")]
)
def test_a_term_is_shown_with_all_its_words(term: str, shown: str) -> None:
    text = "Przyjdzie po niego dzisiaj wujek"
    start, end = KnownAbroad.place_of(term, read(text)) or (0, 0)
    assert text[start:end] == shown


def test_numbers_are_words_of_every_language() -> None:
    known = KnownAbroad([])
    assert known.share(read("babcia xyzzy 12 3.15")) == 0.5
    assert known.share(read("12.")) == 0


@given(
    st.lists(st.one_of(st.text(max_size=12), st.sampled_from([text for *_, text in TOLD])), max_size=4).map(" ".join)
)
def test_no_text_is_too_odd_to_be_read(text: str) -> None:
    assert 0 <= shipped_abroad().share(text) <= 1
    for finding in recognise(text):
        assert all(0 <= one.start < one.end <= len(text) for one in finding.evidence)


def test_the_languages_say_the_same_kinds_of_things() -> None:
    with LEXICON.open("rb") as file:
        lexicon = tomllib.load(file)
    assert tuple(lexicon) == LANGUAGES
    assert len({frozenset(kinds) for kinds in lexicon.values()}) == 1
    for kinds in lexicon.values():
        for words in kinds.values():
            assert len(words.split()) >= 3
            assert words.split() == sorted(dict.fromkeys(words.split()), key=fold)


def test_the_table_of_other_languages_is_sorted_small_and_speaks_of_facts_alone() -> None:
    with weights.FILE_ABROAD.open(encoding="utf-8", newline="") as lines:
        head, *rows = csv.reader(lines)
    assert head[1:] == [FACT, "absence", "late", "collection", "medicine"]
    terms = [row[0] for row in rows[len(BARS) :]]
    assert terms == sorted(terms)
    assert len(terms) <= 8_000
    assert weights.FILE_ABROAD.stat().st_size < 300_000
    assert shipped_abroad().columns[FACT] == 0
