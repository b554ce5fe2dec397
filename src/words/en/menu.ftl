# The menu
