"""How well face to face, risks and operations are seen, measured across authors and against plain baselines."""
