"""Tables, quantities, sources, selection of rows, audit of the transcription."""
