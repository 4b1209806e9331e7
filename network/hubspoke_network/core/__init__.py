"""What everything else is told with: errors and their codes, unknown values, ids, findings, paths into documents.

Imports nothing of this project.
"""
