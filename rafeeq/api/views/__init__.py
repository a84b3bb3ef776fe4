"""One function for each call, in files by noun.

What makes something answers 201: a ticket, a message, a claim, a transfer. A verdict is the customer's word about a
claim that is there already, and an acceptance settles a transfer that is there already: both answer 200, like every
question.
"""
