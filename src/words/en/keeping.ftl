# Backup, restore, bundle, unlocking
