"""The root of every error that Handbell raises on purpose."""


class HandbellError(Exception):
    """Something Handbell refuses or cannot do; the message is one plain sentence for a person."""


class InputProblem(HandbellError):
    """Input from outside is wrong; the sentence says what, where and what to do."""
