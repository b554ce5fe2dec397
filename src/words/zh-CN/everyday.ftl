# Everyday books
