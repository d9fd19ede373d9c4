"""The records office that every stage uses and that knows no stage: the journal, the files, the messages."""
