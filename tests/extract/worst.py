"""Pieces of text that, repeated, are meant to make reading slow."""

WORST = ["1,", "1", "1 ", "12,345,", "1.", "1-", "1-2 ", "1/", "more than ", "more than a further ", "between 1 and ",
    "two hundred and ", "one million two ", "half a ", "a third of ", "one in ", "of the ", "the ", "January ",
    "1 January ", "from 1 to ", "Ahmad ", "Al-", "Al'", "North ", "killed ", "people ", "said ", "according to ",
    "5 people, ", "5 people and ", "5 people in Idlib said killed on Monday, ", "5 (", "(", ")", "[", '"', "'", "“",
    ".", ". ", "\n", "\n\n", " ", "\t", "•\n", "$", "US$ ", "%", "°", "²", "a", "A", "é", "ة", "ال", "وال", "٣",
    "\u0301", "\u0640", "\u200b", "😀", "by Friday must ", "must by ", "including 5 ", "at least at most "]  # fmt: skip
