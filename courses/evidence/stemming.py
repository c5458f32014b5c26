"""Words as the search compares them: without accents and case, cut to their stems."""

import re
from functools import cache, lru_cache
from typing import Any

import snowballstemmer

from courses.evidence.places import folded

_WORD = re.compile(r"[^\W_]+")
_ALGORITHMS = {"es": "spanish", "en": "english", "pt": "portuguese", "fr": "french"}
# They tell no study from another; a search of nothing else takes them as they are.
_COMMON_SPANISH = (
    "a al ante como con contra cual de del desde e el ella en entre es esta este la las le lo los mas no o para pero por "
    "que se si sin sobre su sus u un una unas unos y ya"
)
_COMMON_ENGLISH = (
    "about after against an and are as at be by did does do for from has have how in into is it its of on or that the "
    "their them they this to under was were what which who with"
)
_COMMON = frozenset(f"{_COMMON_SPANISH} {_COMMON_ENGLISH}".split())


def words(text: str) -> list[str]:
    return _WORD.findall(folded(text))


def stem(word: str, language: str) -> str:
    """Of a folded word. Folded first, so that a word written without its accents has the same stem."""
    return _stem(word, language) if language in _ALGORITHMS and not word.isdigit() else word


def stems(text: str, language: str) -> set[str]:
    return {stem(word, language) for word in words(text)}


def terms(query: str, most: int) -> list[str]:
    """Each word of a query once, the common ones left out unless there are no others."""
    given = list(dict.fromkeys(words(query)))
    return ([word for word in given if word not in _COMMON] or given)[:most]


@lru_cache(maxsize=50_000)
def _stem(word: str, language: str) -> str:
    return str(_stemmer(language).stemWord(word))


@cache
def _stemmer(language: str) -> Any:
    return snowballstemmer.stemmer(_ALGORITHMS[language])
