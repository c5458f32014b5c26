"""What Wagtail's own validation of a page or block says, at the place in the file that it speaks of."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from wagtail.blocks import ListBlockValidationError, StructBlockValidationError

from courses.catalogue.folders.faults import Place
from courses.catalogue.folders.fields import block_shapes, lesson_blocks
from courses.catalogue.folders.reading import Fields, Items, Node
from courses.catalogue.folders.shapes import Group, Many, Picture, Rich, Shape, Words
from courses.translating import LANGUAGES


class NoLibrary:
    """For validation: a link to a lesson is a link, whatever number its page may have or get."""

    def image(self, picture: Mapping[str, Any]) -> int | None:
        return None

    def picture(self, image: int | None) -> Mapping[str, Any]:
        raise LookupError(image)

    def link(self, href: str) -> Mapping[str, str]:
        return {"linktype": "page", "id": "0"} if href.startswith("lesson:") else {"href": href}

    def address(self, attributes: Mapping[str, str]) -> str:
        raise LookupError(attributes)


def kept(shape: Group, values: Mapping[str, Any], language: str) -> dict[str, Any]:
    """What a page's fields would keep."""
    return dict(shape.stored(values, language, NoLibrary()))


def check_block(kind: str, value: Any, node: Fields, place: Place) -> None:
    """The block's own rules in each language. Not of an image: it has a number only once it is stored."""
    shape, block = block_shapes()[kind], lesson_blocks().child_blocks[kind]
    if isinstance(shape, Picture):
        return
    for language in LANGUAGES:
        try:
            block.clean(block.to_python(shape.stored(value, language, NoLibrary())))
        except ValidationError as error:
            if isinstance(shape, Group):
                report(error, shape, node, place, language)
            else:
                name = "items" if isinstance(shape, Many) else "value"
                report(error, shape, node.fields.get(name), place.at(name), language)


def report(error: ValidationError, shape: Shape, node: Node | None, place: Place, language: str) -> None:
    place = place.at("", node.line) if node else place
    if isinstance(error, StructBlockValidationError) and isinstance(shape, Group):
        fields = node.fields if isinstance(node, Fields) else {}
        for name, each in error.block_errors.items():
            report(each, shape.fields[name], fields.get(name), place.at(name), language)
        _say(error.non_block_errors.as_data(), place)
    elif isinstance(error, ListBlockValidationError) and isinstance(shape, Many):
        items = node.items if isinstance(node, Items) else ()
        for index, each in error.block_errors.items():
            item = items[int(index)] if int(index) < len(items) else None
            inside = place.at(f"[{index}]")
            report(each, shape.item, item, inside if isinstance(shape.item, Group) else inside.at("value"), language)
        _say(error.non_block_errors.as_data(), place)
    else:
        spoken = isinstance(shape, Words | Rich) and language
        _say([error], place.at(language) if spoken else place)


def _say(errors: list[ValidationError], place: Place) -> None:
    for error in errors:
        for message in error.messages:
            place.fault(message)
