"""The plain reading of a text: its words in one spelling, with the characters of the text that each of them came from."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain

Span = tuple[int, int]
Found = Mapping[str, tuple[Span, ...]]
"""The rules that speak about a text, each with the places in ``Wording.plain`` that made it speak."""

STEM = 3
"""The letters by which words that begin alike are looked up."""

_UNSEEN = "\u00ad\u0300-\u036f\u061c\u064b-\u065f\u0670\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe0e\ufe0f\ufeff"
_SIGNS = "\u093a-\u094f\u0981-\u0983\u09bc-\u09cd\u0a3c-\u0a4d"
_APOSTROPHES = "'’‘ʼʹ`´′＇"
_LETTERS = rf"[^\W_]++(?:[{_UNSEEN}{_SIGNS}]++[^\W_]*+)*+"
_TOKEN = re.compile(
    rf"\d++(?:[.:]\d++)++|{_LETTERS}(?:[{_APOSTROPHES}]{_LETTERS})*+"
    "|[.!?;…\n\r。؟।]|[\u2600-\u27bf\U0001f300-\U0001faff]"
)
_HIDDEN = re.compile(f"[{_UNSEEN}]")
_ENDS = frozenset(".!?;…\n\r。؟।")
_STRETCHED = re.compile(r"(.)\1{2,}")
_ALIKE = str.maketrans({"ł": "l", "ı": "i", "ø": "o", "đ": "d", "ћ": "h", **dict.fromkeys(_APOSTROPHES, "'")})
_LONGEST_WORD = 40
_KEPT_BELOW = 8_000

_FULL = {
    "ain't": "is not", "aint": "is not", "aren't": "are not", "arent": "are not", "can't": "can not", "cant": "can not",
    "cannot": "can not", "couldn't": "could not", "couldnt": "could not", "didn't": "did not", "didnt": "did not",
    "doesn't": "does not", "doesnt": "does not", "don't": "do not", "dont": "do not", "hadn't": "had not",
    "hadnt": "had not", "hasn't": "has not", "hasnt": "has not", "haven't": "have not", "havent": "have not",
    "isn't": "is not", "isnt": "is not", "shouldn't": "should not", "shouldnt": "should not", "wasn't": "was not",
    "wasnt": "was not", "weren't": "were not", "werent": "were not", "won't": "will not", "wont": "will not",
    "wouldn't": "would not", "wouldnt": "would not", "i'm": "i am", "im": "i am", "i'll": "i will", "il": "i will",
    "i've": "i have", "ive": "i have", "i'd": "i would", "he's": "he is", "hes": "he is", "he'll": "he will",
    "he'd": "he would", "hed": "he would", "she's": "she is", "shes": "she is", "she'll": "she will",
    "she'd": "she would", "it's": "it is", "its": "it is", "it'll": "it will", "we're": "we are", "we'll": "we will",
    "we've": "we have", "weve": "we have", "we'd": "we would", "you're": "you are", "youre": "you are",
    "you'll": "you will", "you've": "you have", "youve": "you have", "you'd": "you would", "they're": "they are",
    "theyre": "they are", "they'll": "they will", "theyll": "they will", "they've": "they have", "theyve": "they have",
    "they'd": "they would", "theyd": "they would", "that's": "that is", "thats": "that is", "there's": "there is",
    "theres": "there is", "what's": "what is", "whats": "what is", "who's": "who is", "whos": "who is",
    "where's": "where is", "wheres": "where is", "u": "you", "ur": "your", "r": "are", "n": "and", "y": "why",
    "yr": "year", "pls": "please", "plz": "please", "plse": "please", "thx": "thanks", "thnx": "thanks",
    "tnx": "thanks", "ty": "thanks", "cos": "because", "coz": "because", "cuz": "because", "bcos": "because",
    "becos": "because", "becuase": "because", "cause": "because", "tmrw": "tomorrow", "tmr": "tomorrow",
    "tmw": "tomorrow", "tomoro": "tomorrow", "tomorow": "tomorrow", "tommorow": "tomorrow", "tommorrow": "tomorrow",
    "2moro": "tomorrow", "2mrw": "tomorrow", "2morrow": "tomorrow", "tomoz": "tomorrow", "2day": "today",
    "tday": "today", "2nite": "tonight", "tonite": "tonight", "nite": "night", "wen": "when", "wot": "what",
    "wat": "what", "wiv": "with", "dat": "that", "da": "the", "der": "there", "agen": "again", "agn": "again",
    "skool": "school", "scool": "school", "shool": "school", "msg": "message", "msgs": "messages", "mins": "minutes",
    "min": "minutes", "minute": "minutes", "abt": "about", "bin": "been", "wan": "want", "wanna": "want to",
    "gonna": "going to", "gunna": "going to", "gona": "going to", "gotta": "got to", "gon": "going to", "b4": "before",
    "sum1": "someone", "sumone": "someone", "som1": "someone", "any1": "anyone", "no1": "nobody", "noone": "nobody",
    "evry1": "everyone", "every1": "everyone", "everybody": "everyone", "somebody": "someone", "anybody": "anyone",
    "frend": "friend", "freind": "friend", "freinds": "friends", "frends": "friends", "definately": "definitely",
    "safegarding": "safeguarding", "safegaurding": "safeguarding", "scard": "scared", "scarred": "scared",
    "frightend": "frightened", "afriad": "afraid", "bullyed": "bullied", "bulied": "bullied", "bullyd": "bullied",
    "brused": "bruised", "bruse": "bruise", "bruses": "bruises", "mum": "mum", "mam": "mum", "mom": "mum",
    "mummy": "mum", "mami": "mum", "daddy": "dad", "nan": "nan", "nanny": "nan", "dr": "doctor", "docs": "doctor",
    "doctors": "doctor", "meds": "medicine", "medication": "medicine", "ppl": "people", "luv": "love", "ave": "have",
    "av": "have", "avin": "having", "wld": "would", "shld": "should", "cld": "could", "whatsap": "whatsapp",
    "watsapp": "whatsapp", "wattsapp": "whatsapp", "fb": "facebook", "insta": "instagram", "snap": "snapchat",
    "tik": "tiktok", "lil": "little", "lickle": "little", "wee": "wee", "tho": "though", "thru": "through",
    "nothin": "nothing", "summat": "something", "owt": "anything", "nowt": "nothing", "mr": "mr", "mrs": "mrs",
    "wks": "weeks", "wk": "week", "abt.": "about", "msged": "messaged", "piccies": "pictures", "pics": "pictures",
    "pic": "picture", "vid": "video", "vids": "videos", "apt": "appointment", "appt": "appointment", "poo": "poo",
    "urself": "yourself", "thier": "their", "hrs": "hours", "hr": "hour", "bk": "back", "idk": "i do not know",
    "hisself": "himself", "theirself": "themselves", "sed": "said", "sez": "says", "wud": "would",
    "cud": "could", "shud": "should", "wudnt": "would not", "cudnt": "could not", "shudnt": "should not", "gettin": "getting",
    "sendin": "sending", "sayin": "saying", "goin": "going", "doin": "doing", "comin": "coming", "hittin": "hitting",
    "waitin": "waiting", "callin": "calling", "textin": "texting", "takin": "taking", "cryin": "crying", "bein": "being",
    "tellin": "telling", "puttin": "putting", "leavin": "leaving", "touchin": "touching", "shoutin": "shouting",
    "screamin": "screaming", "kickin": "kicking", "punchin": "punching", "fightin": "fighting", "bullyin": "bullying",
    "postin": "posting", "filmin": "filming", "laughin": "laughing", "laffin": "laughing", "lookin": "looking",
    "hurtin": "hurting", "drinkin": "drinking", "askin": "asking", "sleepin": "sleeping",
}  # fmt: skip
"""Short forms, text-speak and common slips, as the words they stand for."""

_EVERYDAY_WORDS = """
    a about after again all also am an and any anyone are as ask at away back be because been before being both but by can
    come could day did do does down each else even ever every for from get getting give go going good got had has have
    having he her here him his how i if in into is it just keep know let like little look lot made make many may me might
    mine more most much must my need never next no not nothing now of off on once one only or other our out over own per
    please put really s said same say see she should so some someone something soon still such sure take tell than thank
    thanks that the their them then there these they thing think this those though time to today told tomorrow too two
    under until up us very want was way we week well went were what when where which while who why will with without
    would yes yet you your yours
"""
EVERYDAY = frozenset(_EVERYDAY_WORDS.split())
"""Words that stand in most texts, and so say little of one."""


@dataclass(frozen=True, slots=True)
class Wording:
    """The words of a text in one spelling, one blank apart; ``.`` stands for the end of a sentence or a line.

    ``found`` keeps what was found already, so that a long conversation is not searched again for each new message.
    """

    text: str
    plain: str
    words: tuple[str, ...]
    found: dict[int, Found] = field(repr=False)

    def characters(self, start: int, end: int) -> Span:
        """The characters of the text behind the characters ``start`` to ``end`` of ``plain``."""
        if not self.words:
            return 0, len(self.text)
        origins = _origins(self.text)
        return origins[self.plain.count(" ", 0, start)][0], origins[self.plain.count(" ", 0, end)][1]


def fold(word: str) -> str:
    """One word without case, accents, curly or missing apostrophes, and characters nobody can see."""
    plain = unicodedata.normalize("NFD", _HIDDEN.sub("", word).casefold())
    return _HIDDEN.sub("", plain).translate(_ALIKE)


@lru_cache(maxsize=16_384)
def spelt(token: str) -> tuple[str, ...]:
    """One token as the words it stands for: ``don't`` is two, and so is ``dont``."""
    if token in _ENDS:
        return (".",)
    word = fold(token).replace(".", ":")
    full = _FULL.get(word)
    if full is None and word.endswith("'s"):
        return (*spelt(word[:-2]), "s")
    if full is None:
        word = word.replace("'", "")
        if not word.isdecimal():
            word = _STRETCHED.sub(r"\1", word)
        full = _FULL.get(word, word)
    return tuple(full.split()) or ("·",)


def read(text: str) -> Wording:
    """The plain reading of a text of any length and in any script; never raises, and takes time in step with the length."""
    return _kept(text) if len(text) < _KEPT_BELOW else _read(text)


def _read(text: str) -> Wording:
    words = tuple(chain.from_iterable(map(_said, _TOKEN.findall(text))))
    return Wording(text, " ".join(words), words, {})


def _said(token: str) -> tuple[str, ...]:
    return spelt(token) if len(token) <= _LONGEST_WORD else (fold(token[:_LONGEST_WORD]),)


_kept = lru_cache(maxsize=512)(_read)
"""A message is read for its risks, its operations and its flags, and again with each answer to it: it is taken apart once."""


@lru_cache(maxsize=4)
def _origins(text: str) -> list[Span]:
    """The characters of a text that each word of its plain reading came from: kept for the newest texts alone."""
    return [token.span() for token in _TOKEN.finditer(text) for _ in _said(token[0])]


def forget() -> None:
    """Let go of every text that is kept."""
    _kept.cache_clear()
    _origins.cache_clear()
