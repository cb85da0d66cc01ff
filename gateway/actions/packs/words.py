"""The words that lie on top of an evidence pack: what is in it, what its checker shows, and what it cannot show."""

from __future__ import annotations

WHOLE = """An evidence pack of {school}
{line}

The conversation "{subject}", made on {made}.
Reason: {reason}

trail.txt       what happened, in plain words; begin here
thread.json     the conversation and every message of it
links.jsonl     the record of this conversation, one link a line, exactly as it was marked
chain.txt       number and mark of every link of the whole record from there on, without a word of what they hold
mail/           each mail as it arrived, byte for byte
contents.json   the SHA-256 of every other file
verify.py       the checker; it needs Python and nothing else:  python verify.py

What the checker shows without any key: no file was changed since the pack was made; the words and mails are those for
which the record's links were made; the links stand in one unbroken row with the rest of the record. Two packs of one
school can be compared by chain.txt: where both name a number, the marks must agree.

What it cannot show without the key: that the marks were made by this school's Handbell. A mark is an HMAC-SHA256 and can
be made and checked only with the record key, which stays at school. The school, or somebody it trusts with the key,
checks that with:  python verify.py --key FILE

This pack names people. Keep it as you keep a child's file.
"""

COPY = """A copy to release, of {school}
{line}

The conversation "{subject}", made on {made}.
Reason: {reason}

Other children are not named in this copy. {covered} {in_its_words} covered, each by [another child]. The school's own record is
whole and unchanged; a whole pack can be made from it at any time.

trail.txt       what happened, in plain words; begin here
thread.json     the conversation and every message of it; "covered" says in how many places of a message a name is covered
links.jsonl     the record of this conversation, one link a line; one that is marked "covered" is shown in part
chain.txt       number and mark of every link of the whole record from there on, without a word of what they hold
contents.json   the SHA-256 of every other file
verify.py       the checker; it needs Python and nothing else:  python verify.py

Left out: the mails as they arrived ({mails}), with whatever was attached to them. Their words are in thread.json; a file
cannot be covered without being changed, so a person looks at each and decides.

What the checker shows: no file was changed since the copy was made; messages without a cover hold the words for which the
record's links were made; the links stand in one unbroken row with the rest of the record. For the other messages somebody who
may see the whole pack checks that nothing but names was covered:  python verify.py COPY.zip --against WHOLE.zip

Covered are first and family names of every child whom school knows or knew, but for the children of this conversation; their
possessives, a missing accent, one wrong letter. Not known to any computer are nicknames, a child named only by what happened,
and words in a picture. {shared}A person reads this copy before it leaves the school.
"""
