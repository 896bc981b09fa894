"""Templates of delegations, setting one up from a template or an earlier one, and its plan of steps and documents."""
