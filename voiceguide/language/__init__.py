"""Between words and meaning: phrases, grammar, intents, numbers. Pure."""
