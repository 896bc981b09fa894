"""An agency asks for a later deadline; the Council's side decides with a document."""
