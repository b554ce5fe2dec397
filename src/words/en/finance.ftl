# Statements and books.
