"""Answers for the demo's learners, from the key of an exercise; kinds that are not known here get none."""

from typing import Any

from courses.catalogue.released import OutlineExercise

ESSAY = (
    "Se compararon dos grupos: uno que participó en el programa y otro que no. "
    "Donde participaron, la violencia informada fue de 9,1 %, y en el de comparación, de 11,4 %. "
    "La diferencia es de 2,3 puntos porcentuales, que equivale a una reducción relativa de 20 %. "
    "No conocemos el intervalo de confianza ni cuánto dura el efecto. "
    "Tampoco sabemos si funcionaría igual en Valle Sereno, donde menos personas usan el teléfono a diario. "
    "Recomiendo un piloto pequeño, con un grupo de comparación elegido por sorteo y una medición a los doce meses. "
    "Antes de empezar, el equipo revisa con el Centro Emergencia Mujer la ruta de atención y quién responde cada día. "
    "Las encuestas se hacen a las mujeres por separado, en privado y solo a una por hogar. "
    "Nadie cuenta a los participantes lo que ellas dicen, y los datos se guardan sin nombres. "
    "Si aumentan los pedidos de ayuda, el piloto se detiene y se revisa con las responsables del servicio. "
    "Con ese resultado se decide si el programa continúa, cambia o termina. "
    "El informe dice también qué no salió como se esperaba, para que otra provincia pueda aprender de ello. "
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
    fewest = exercise.specification["min_words"]
    sentences = [f"{sentence}." for sentence in (ESSAY * 10).split(". ") if sentence]
    written: list[str] = []
    while len(" ".join(written).split()) < fewest:
        written.append(sentences[len(written)])
    return {"text": " ".join(written)}


def _typed(answer: str) -> dict[str, str]:
    return {"typed": str(answer).replace(".", ",").replace("-", "−"), "reading": ""}
