"""Routines as people write them (YAML), and the plan the session walks."""
