"""Coding with a language model behind any endpoint that speaks OpenAI's chat completions.

    article ──pieces──▶ message ──ask──▶ reply ──read──▶ claims ──verify──▶ events

An article is shown as data, a reply is read as data, and only what an article itself bears out
becomes an event. What is asked is what nobody asked before: answers are kept in a file.
"""

from __future__ import annotations

from stances.coding.llm.cache import default_cache
from stances.coding.llm.coder import LanguageModelCoder
from stances.coding.llm.endpoint import Endpoint, Form
from stances.coding.llm.estimating import Estimate
from stances.coding.llm.prompt import Prompt
from stances.coding.llm.usage import Budget, Price, Spent, Tokens

__all__ = [
    "Budget",
    "Endpoint",
    "Estimate",
    "Form",
    "LanguageModelCoder",
    "Price",
    "Prompt",
    "Spent",
    "Tokens",
    "default_cache",
]
