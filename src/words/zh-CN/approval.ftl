# Operators, keys, decisions
