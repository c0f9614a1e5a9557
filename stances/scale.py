"""Scores and quad classes of event types, read from one data file with its source."""
