"""YouTube: uploading a film as private, and nothing else."""
