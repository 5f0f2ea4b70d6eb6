"""Finding attributions with trained sequence taggers: words, labels, linking, two models."""
