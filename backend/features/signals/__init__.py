"""Signals of objectivity: computed on read from protocols, judged by people, a reason to talk and never a conclusion."""
