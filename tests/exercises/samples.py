"""One exercise of every kind, as a StreamField keeps it: a kind without a sample fails `test_every_kind_has_a_sample`.

`value`: the raw value of the block, in Spanish. `right_answer` earns full marks where the server marks (a person
marks `long_text`), `wrong_answer` earns nothing.
`secrets`: texts that may stand in nothing that is sent before their moment; `shown`: texts that must.
"""

from typing import Any
from uuid import UUID

from courses.exercises.registry import Kind, kind


def uid(number: int) -> str:
    """Stable, and as countable as an author in a hurry would make them: the page must hide even that."""
    return str(UUID(int=number, version=4))


def item(number: int, value: Any) -> dict[str, Any]:
    return {"type": "item", "id": uid(number), "value": value}


def common(question: str, **own: Any) -> dict[str, Any]:
    return {
        "prompt": "<p>Un ensayo con <b>ocho aldeas</b> halló una diferencia de −7,3 puntos.</p>",
        "question": question,
        "explanation": "<p>EXPLICACIÓN: el intervalo incluye el cero.</p>",
        "points": 1,
        "attempts": 2,
        "required": True,
        **own,
    }


SINGLE_CHOICE = {
    "value": common(
        "¿Cuál es la mejor lectura?",
        shuffle=True,
        options=[
            item(101, {"text": "Conviene llevarlo a todo el país.", "correct": False, "feedback": "RETRO nacional."}),
            item(102, {"text": "Es prometedor, pero impreciso.", "correct": True, "feedback": "RETRO prometedor."}),
            item(103, {"text": "No funciona.", "correct": False, "feedback": "RETRO negativo."}),
            item(104, {"text": "Los números se contradicen.", "correct": False, "feedback": ""}),
        ],
    ),
    "right_answer": {"chosen": uid(102)},
    "wrong_answer": {"chosen": uid(103)},
    "secrets": ["EXPLICACIÓN", "RETRO nacional", "RETRO prometedor", "RETRO negativo"],
    "shown": ["¿Cuál es la mejor lectura?", "Es prometedor, pero impreciso."],
}

MULTIPLE_ANSWER = {
    "value": common(
        "¿Qué estudios comparan lo que dicen hombres y mujeres?",
        points=2,
        shuffle=True,
        options=[
            item(201, {"text": "EMAP, en Congo", "correct": True, "feedback": "RETRO emap."}),
            item(202, {"text": "AyudaMujer", "correct": False, "feedback": "RETRO ayuda."}),
            item(203, {"text": "Stepping Stones", "correct": True, "feedback": "RETRO stepping."}),
            item(204, {"text": "Línea 100", "correct": False, "feedback": ""}),
        ],
    ),
    "right_answer": {"chosen": [uid(201), uid(203)]},
    "wrong_answer": {"chosen": [uid(202)]},
    "secrets": ["EXPLICACIÓN", "RETRO emap", "RETRO ayuda", "RETRO stepping"],
    "shown": ["EMAP, en Congo", "Línea 100"],
}

NUMERIC = {
    "value": common(
        "¿Cuánto cambió la violencia sexual?",
        points=2,
        attempts=3,
        parts=[
            item(
                301,
                {
                    "label": "Diferencia",
                    "unit": "puntos porcentuales",
                    "hint": "participó − comparación",
                    "answer": "-2.3",
                    "formula": {"name": "", "inputs": "", "output": "", "per_cent": False, "rounding": ""},
                    "tolerance": "0.07",
                    "working": "9.1 - 11.4 = -2.3",
                    "feedback_right": "RETRO resta correcta.",
                    "feedback_wrong": "RETRO reste los porcentajes.",
                    "traps": [item(311, {"value": "2.3", "feedback": "RETRO falta el signo."})],
                },
            ),
            item(
                302,
                {
                    "label": "Cambio relativo",
                    "unit": "%",
                    "hint": "",
                    "answer": "",
                    "formula": {
                        "name": "F16_risk",
                        "inputs": "p_t = 0.091\np_c = 0.114",
                        "output": "relative_change",
                        "per_cent": True,
                        "rounding": "1",
                    },
                    "tolerance": "0.31",
                    "working": "",
                    "feedback_right": "",
                    "feedback_wrong": "RETRO divida entre la comparación.",
                    "traps": [item(312, {"value": "-2.3", "feedback": "RETRO eso son puntos."})],
                },
            ),
        ],
    ),
    "right_answer": {
        "parts": {uid(301): {"typed": "−2,3", "reading": ""}, uid(302): {"typed": "-20.2 %", "reading": ""}}
    },
    "wrong_answer": {"parts": {uid(301): {"typed": "2,3", "reading": ""}, uid(302): {"typed": "1.234", "reading": "1234"}}},
    "secrets": [
        "EXPLICACIÓN", "RETRO resta correcta", "RETRO reste", "RETRO falta el signo", "RETRO divida", "RETRO eso son",
        "20.2", "20,2", "20.175", "20,175", "0.07", "0,07", "0.31", "0,31", "9.1", "9,1",
        "F16", "relative_change", "p_t", "0.091", "0,091", "0.114", "0,114", "0.20175", "0,20175", "-0.023", "−0,023",
    ],
    "shown": ["Diferencia", "puntos porcentuales", "participó − comparación", "Cambio relativo"],
}  # fmt: skip

ORDERING = {
    "value": common(
        "Ponga en orden las etapas del ciclo de aprendizaje.",
        points=2,
        items=[
            item(401, {"text": "Diagnosticar"}),
            item(402, {"text": "Reunir evidencia"}),
            item(403, {"text": "Diseñar"}),
            item(404, {"text": "Probar en pequeño"}),
            item(405, {"text": "Evaluar"}),
        ],
        feedback_right="RETRO en su orden.",
        feedback_wrong="RETRO piense en lo que cada etapa necesita.",
    ),
    "right_answer": {"positions": {uid(400 + place): place for place in range(1, 6)}},
    "wrong_answer": {"positions": {uid(406 - place): place for place in range(1, 6)}},
    "secrets": ["EXPLICACIÓN", "RETRO en su orden", "RETRO piense", uid(401), uid(402), uid(403), uid(404), uid(405)],
    "shown": ["Diagnosticar", "Probar en pequeño"],
}

LONG_TEXT = {
    "value": common(
        "Describa el problema que su servicio quiere reducir.",
        points=4,
        min_words=5,
        max_words=12,
        criteria=[
            item(
                501,
                {
                    "label": "Precisión",
                    "anchor_0": "No dice de quién habla.",
                    "anchor_2": "Nombra el grupo.",
                    "anchor_4": "Nombra grupo, lugar y brecha.",
                    "critical": False,
                },
            ),
            item(
                502,
                {
                    "label": "Dignidad del lenguaje",
                    "anchor_0": "Culpa a las mujeres.",
                    "anchor_2": "Es neutro.",
                    "anchor_4": "Respeta y no expone.",
                    "critical": True,
                },
            ),
        ],
    ),
    "right_answer": {"text": "En Valle Sereno cuatro de diez mujeres no piden ayuda."},
    "wrong_answer": {"text": "Es un problema muy grave aquí."},
    "secrets": ["EXPLICACIÓN"],
    "shown": ["Precisión", "Culpa a las mujeres.", "Describa el problema"],
}

SAMPLES: dict[str, dict[str, Any]] = {
    "single_choice": SINGLE_CHOICE,
    "multiple_answer": MULTIPLE_ANSWER,
    "numeric": NUMERIC,
    "ordering": ORDERING,
    "long_text": LONG_TEXT,
}


def stream(start: int = 900) -> list[dict[str, Any]]:
    """One exercise of each kind, as raw value of a StreamField."""
    return [
        {"type": name, "id": uid(start + number), "value": sample["value"]}
        for number, (name, sample) in enumerate(SAMPLES.items())
    ]


def authored(name: str, **changes: Any) -> Any:
    """The value of a kind's block as an editor left it, not yet cleaned."""
    block = kind(name).block()
    return block.to_python({**SAMPLES[name]["value"], **changes})


class Frozen:
    """A sample as a release freezes it."""

    def __init__(self, name: str, language: str = "es", seed: int = 7, **changes: Any) -> None:
        self.kind: Kind = kind(name)
        self.language, self.seed = language, seed
        value = self.kind.block().clean(authored(name, **changes))
        self.specification = self.kind.specify(value)
        self.key = self.kind.key(value)
        self.texts = self.kind.texts(value, language)
        self.right_answer = SAMPLES[name]["right_answer"]
        self.wrong_answer = SAMPLES[name]["wrong_answer"]

    def form(self, data: Any = None, *, initial: Any = None, language: str = "", seed: int | None = None) -> Any:
        return self.kind.form(
            data,
            prefix="x12",
            specification=self.specification,
            texts=self.texts["shown"],
            language=language or self.language,
            seed=self.seed if seed is None else seed,
            initial=initial,
        )

    def mark(self, answer: Any, language: str = "es", seed: int = 7) -> Any:
        return self.kind.mark(self.key, answer, language, seed)
