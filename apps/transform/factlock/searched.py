"""A text in which many words are looked for, whatever their width and case."""

from apps.analyze.language.width import fold
from apps.transform.factlock.spans import Spans


def folded(text: str) -> str:
    """In one width and lower case, place by place: what becomes longer in lower case (İ) stays as it is."""
    lower = fold(text).lower()
    if len(lower) == len(text):
        return lower
    return "".join(each if len(each.lower()) != 1 else each.lower() for each in fold(text))


class Searched:
    """Where words stand in a text. Each word is looked for once; `looked_at` counts the places that were found, or found wanting, and
    those that were asked for again.
    """

    def __init__(self, text: str) -> None:
        self.text = folded(text)
        self.looked_at = 0
        self._found: dict[str, Spans] = {}

    def places(self, said: str) -> Spans:
        """Where it stands for itself: no letter or digit of Latin script goes on from one that it begins or ends with."""
        word = folded(said)
        if word not in self._found:
            self._found[word] = self._look_for(word)
        self.looked_at += len(self._found[word])
        return self._found[word]

    def _look_for(self, word: str) -> Spans:
        found, at = [], self.text.find(word)
        while at >= 0:
            self.looked_at += 1
            end = at + len(word)
            stands = self._stands_alone(word, at, end)
            if stands:
                found.append((at, end))
            at = self.text.find(word, end if stands else at + 1)
        return tuple(found)

    def _stands_alone(self, word: str, at: int, end: int) -> bool:
        return not (_goes_on(self.text[at - 1 : at], word[0]) or _goes_on(self.text[end : end + 1], word[-1]))


def _goes_on(beside: str, edge: str) -> bool:
    is_latin = edge.isascii() and edge.isalnum()
    return is_latin and beside.isascii() and (beside.isalnum() or beside == "_")
