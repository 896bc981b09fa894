"""Official documents made from the record: as Word from templates that an office keeps, as PDF, in the form of NĐ 30/2020."""
