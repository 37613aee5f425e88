"""What the pixels tell: things, people, surroundings, as claims."""
