"""Answers for the demo's learners, from the key of an exercise; kinds that are not known here get none."""

from typing import Any

from courses.catalogue.released import OutlineExercise

ESSAY = (
    "El problema es que la información disponible mezcla denuncias con prevalencia. En Valle Sereno la encuesta muestra "
    "que cuatro de cada diez mujeres han vivido violencia de pareja alguna vez, con un intervalo de cinco puntos. La "
    "evidencia de programas comunitarios es prometedora pero imprecisa, porque pocos estudios tienen suficientes "
    "conglomerados. Propongo revisar primero si las condiciones locales se parecen a las de los estudios, hablar con las "
    "responsables de los servicios y empezar con un piloto pequeño que cuide la seguridad y la dignidad de las personas, "
    "con una ruta de atención lista antes de la primera visita. "
)


def right(exercise: OutlineExercise) -> dict[str, Any] | None:
    """A full answer to an exercise that the server marks."""
    solution = exercise.key.get("solution", {})
    if exercise.kind == "single_choice":
        return {"chosen": next(iter(next(iter(solution.values()))))}
    if exercise.kind == "multiple_answer":
        return {"chosen": sorted(next(iter(solution.values())))}
    if exercise.kind == "numeric":
        return {"parts": {part: _typed(solved["answer"]) for part, solved in solution.items()}}
    if exercise.kind == "ordering":
        return {"positions": {one: str(place) for place, one in enumerate(next(iter(solution.values())), 1)}}
    return None


def wrong(exercise: OutlineExercise) -> dict[str, Any] | None:
    """One that is wrong in a usual way."""
    answer = right(exercise)
    if answer is None:
        return text(exercise)
    if exercise.kind == "single_choice":
        return {"chosen": next(one for one in exercise.specification["options"] if one != answer["chosen"])}
    if exercise.kind == "multiple_answer":
        return {"chosen": answer["chosen"][:1]}
    if exercise.kind == "numeric":
        return {"parts": {part: {"typed": "1", "reading": ""} for part in answer["parts"]}}
    places = answer["positions"]
    return {"positions": dict(zip(places, reversed(places.values()), strict=True))}


def text(exercise: OutlineExercise) -> dict[str, Any] | None:
    """An essay of the length asked for."""
    if exercise.kind != "long_text":
        return None
    words = (ESSAY * 10).split()
    wanted = (exercise.specification["min_words"] + exercise.specification["max_words"]) // 2
    return {"text": " ".join(words[:wanted])}


def _typed(answer: str) -> dict[str, str]:
    return {"typed": str(answer).replace(".", ",").replace("-", "−"), "reading": ""}
