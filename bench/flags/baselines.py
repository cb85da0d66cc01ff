"""What Handbell has to beat: the length of what was written, keywords, and TF-IDF with logistic regression."""

from __future__ import annotations

import re
from collections.abc import Sequence

from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline, make_pipeline, make_union

from bench.flags.judges import Judge
from bench.flags.sets import CODES, OPERATION, RISK, TALK, Conversation

_KEYWORDS = {
    TALK: "worried upset bully bullied crying meeting meet talk ring complaint unacceptable angry disappointed urgent still again"
    " separated divorce police solicitor governors ofsted facebook diagnosis ehcp",
    RISK: "hit hurt bruise abuse scared afraid kill knife missing police unsafe suicide touched self-harm threatened",
    OPERATION: "absent ill sick poorly late collect collecting pick medicine inhaler antibiotics calpol dentist",
}


def written(conversation: Conversation) -> str:
    """What the family wrote, and after it what school wrote."""
    return "\n".join(turn.text for by in (False, True) for turn in conversation.turns if (turn.by == "staff") == by)


def length(learnt: Sequence[Conversation]) -> Judge:
    """A talk where the family wrote so many words; how many is learnt."""
    sizes = [(len(written(one).split()), TALK in one.true) for one in learnt]

    def f1(least: int) -> float:
        right = sum(size >= least and true for size, true in sizes)
        return 2 * right / max(1, sum(size >= least for size, _ in sizes) + sum(true for _, true in sizes))

    least = max(range(5, 400, 5), key=f1)
    return lambda one: frozenset({TALK} if len(written(one).split()) >= least else ())


def keywords(_: Sequence[Conversation]) -> Judge:
    """A talk, a risk or an operation where one of a careful person's keywords stands."""
    patterns = {code: re.compile(rf"\b(?:{'|'.join(words.split())})", re.I) for code, words in _KEYWORDS.items()}
    return lambda one: frozenset(code for code, pattern in patterns.items() if pattern.search(written(one)))


def tfidf(learnt: Sequence[Conversation]) -> Judge:
    """Words and parts of words, weighed by logistic regression; it can show no reason."""
    texts = [written(one) for one in learnt]
    models: dict[str, Pipeline] = {}
    # Where nobody labelled a code there is nothing to learn.
    for code in (code for code in CODES if any(code in one.true for one in learnt)):
        model = make_pipeline(
            make_union(
                TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True),
                TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), min_df=3, sublinear_tf=True),
            ),
            LogisticRegression(C=10, class_weight="balanced", max_iter=1000),
        )
        models[code] = model.fit(texts, [code in one.true for one in learnt])

    def judge(conversation: Conversation) -> frozenset[str]:
        return frozenset(code for code, model in models.items() if model.predict([written(conversation)])[0])

    return judge
