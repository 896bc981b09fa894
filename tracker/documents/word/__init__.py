"""Word templates that come with the product, drawn from the layout of each kind; and filling any template with facts."""
