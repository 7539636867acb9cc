"""Files that people send: what is let in, and where it is kept. Knows no domain.

    checked = check_upload(uploaded)          # ValidationError says in the reader's language what is wrong
    with kept(uploaded, key):                 # the file under its key; gone again if the block fails
        ... save the row that names the key ...
    open_kept(key)

Whoever reads an archive by other means (an import of XLSX) asks `preflight(file, Limits(...))` first.
"""
