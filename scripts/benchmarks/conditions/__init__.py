"""What is heard in which conditions, beside what plain recognisers hear in the same audio.

A row of the table is measured on streams: a minute or more of microphone each, made from recordings
in simulated rooms, with all known that was said in it. Everybody listens to the same streams.
"""
