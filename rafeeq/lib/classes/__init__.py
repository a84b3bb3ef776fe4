"""What a text is about, learned from examples that people labelled: probabilities that hold, or no answer.

`Learned` (in `learned.py`) is what others use. Fitting needs scikit-learn and is done in a process of its own
(`python -m rafeeq.lib.classes`); suggesting needs numpy alone. Both are loaded where they are used, never here.
"""
