# Exports and their check.
