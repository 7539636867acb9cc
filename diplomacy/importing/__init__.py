"""A table that people hand in as a file, XLSX or CSV: let in, read in a process of its own, its columns found.

    admitted = admit(uploaded)                       # ValidationError says in the reader's language what is wrong
    table = read_table(admitted.form, admitted.content)
    placed = place(table, columns)                   # header and columns brought together, with what is missing

Knows no domain: cells come out as text, and an `Importer` (`registry`) of an app says what they mean.
"""
