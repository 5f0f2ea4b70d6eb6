"""Rules of the offline extractor: words, sentences, cues, sources, stances, quantities."""
