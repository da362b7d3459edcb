"""The cascade: who completed a training of trainers trains others at home, and reports it."""
