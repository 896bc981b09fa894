"""The programme of the year: which topics a council, its Standing Committee or a committee will oversee."""
