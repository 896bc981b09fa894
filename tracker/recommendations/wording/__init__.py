"""Is a recommendation worded so that it can be followed: who, does what, by when, seen in what (features U20)?"""
