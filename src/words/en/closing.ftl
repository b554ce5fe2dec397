# Month and year close.
