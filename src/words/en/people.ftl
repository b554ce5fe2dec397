# Persons and their data
