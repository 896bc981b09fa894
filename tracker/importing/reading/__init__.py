"""Files as they come: Excel workbooks and CSV, read into plain values, with what a reader should be told of them."""
