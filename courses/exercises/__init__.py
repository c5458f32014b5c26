"""Kinds of exercise: how each is written, asked, answered and marked. No models, no learner data."""
