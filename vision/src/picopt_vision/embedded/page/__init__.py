"""What the page and the file name say of the image, and what of it may be believed."""
