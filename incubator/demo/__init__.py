"""A site to look at: demo accounts and a cohort mid-way. Nothing else ever makes these accounts."""

PASSWORD = "incubator-demo"  # noqa: S105  # printed by `make demo`; refused wherever the demo did not run

ACCOUNTS = [
    ("learner@example.org", "Rosa", "Quispe Mamani", "learner"),
    ("learner2@example.org", "María de los Ángeles", "Ñahui de la Cruz", "learner"),
    ("facilitator@example.org", "Julia", "Paredes Soto", "facilitator"),
    ("coordinator@example.org", "Jorge", "Mendívil Rojas", "coordinator"),
    ("editor@example.org", "Elena", "Ttito Condori", "editor"),
    ("admin@example.org", "Ana Lucía", "Vargas Núñez", "administrator"),
]
