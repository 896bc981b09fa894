"""How fast the product is, beside a floor that does the least that must be done, in one run (`make bench`)."""
