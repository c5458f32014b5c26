"""Walks a lesson's content by its blocks: what must be equal in every language, and where links stand."""

import re
from collections.abc import Callable, Iterator
from typing import Any

from django.core.exceptions import ValidationError
from wagtail import blocks
from wagtail.blocks import Block, StreamValue
from wagtail.images.blocks import ImageBlock
from wagtail.rich_text.rewriters import FIND_A_TAG, extract_attrs

from theme.blocks import Untranslatable

_BLOCK_TAGS = re.compile(r"<(/?(?:p|ul|ol|li|h\d|hr|blockquote))\b")


def normalised(content: StreamValue) -> list[dict[str, Any]]:
    """The content as JSON with every field present, however old the stored JSON is."""
    return [
        {"type": child.block_type, "id": child.id, "value": child.block.get_prep_value(child.value)}
        for child in content
    ]


def neutral(block: Block, raw: Any) -> Any:
    """What must be equal in every language of one block: ids, numbers, switches, which texts there are."""
    if isinstance(block, Untranslatable):
        return raw
    if isinstance(block, ImageBlock):
        return {"decorative": bool(raw["decorative"])}  # another picture may stand where it holds words
    if isinstance(block, blocks.RichTextBlock):
        return _BLOCK_TAGS.findall(raw or "")
    if isinstance(block, blocks.CharBlock | blocks.TextBlock):
        return bool(raw)
    if isinstance(block, blocks.StructBlock):
        return {name: neutral(child, raw.get(name)) for name, child in block.child_blocks.items()}
    if isinstance(block, blocks.ListBlock):
        return [{"id": item["id"], "value": neutral(block.child_block, item["value"])} for item in raw]
    return raw


def rewrite_rich_texts(block: Block, raw: Any, rewrite: Callable[[str], str]) -> Any:
    """A copy of `raw` in which `rewrite` has replaced the source of every rich text."""
    if isinstance(block, blocks.RichTextBlock):
        return rewrite(raw or "")
    if isinstance(block, blocks.StructBlock) and not isinstance(block, ImageBlock):
        return {name: rewrite_rich_texts(child, raw.get(name), rewrite) for name, child in block.child_blocks.items()}
    if isinstance(block, blocks.ListBlock):
        return [{**item, "value": rewrite_rich_texts(block.child_block, item["value"], rewrite)} for item in raw]
    return raw


def rich_texts(block: Block, raw: Any) -> list[str]:
    found: list[str] = []

    def remember(source: str) -> str:
        found.append(source)
        return source

    rewrite_rich_texts(block, raw, remember)
    return found


def links(source: str) -> Iterator[dict[str, str]]:
    """The attributes of every link of a rich text as it is stored."""
    for match in FIND_A_TAG.finditer(source):
        yield extract_attrs(match.group(1))


def rewrite_links(source: str, opening_tag: Callable[[dict[str, str]], str | None]) -> str:
    """`opening_tag` says what replaces a link's opening tag; None leaves it as it is."""
    return FIND_A_TAG.sub(lambda found: opening_tag(extract_attrs(found.group(1))) or found.group(0), source)


def faults(error: ValidationError, block: Block) -> list[str]:
    """The sentences of a block's validation error, each with the names of the fields that lead to it."""
    data = error.as_json_data() if hasattr(error, "as_json_data") else {"messages": error.messages}
    return list(_sentences(data, block, ()))


def _sentences(data: dict[str, Any], block: Block, trail: tuple[str, ...]) -> Iterator[str]:
    for message in data.get("messages", []):
        yield f"{' – '.join(trail)}: {message}" if trail else str(message)
    inner = data.get("blockErrors") or {}
    pairs = enumerate(inner) if isinstance(inner, list) else inner.items()
    for name, below in pairs:
        if not below:
            continue
        if isinstance(block, blocks.StructBlock):
            child = block.child_blocks[name]
            yield from _sentences(below, child, (*trail, str(child.label)))
        else:
            child = getattr(block, "child_block", block)
            yield from _sentences(below, child, (*trail, str(int(name) + 1)))
