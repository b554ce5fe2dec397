# The work report.
