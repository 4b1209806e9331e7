"""What teams have at hand instead of plain Azure documents, turned into them: pages and tables of the command line,
of Resource Graph and of PowerShell, results of what-if.

`text` parses, `pages` finds the documents and says what is missing, the others know one program's shape each. Imports
`core` and `azure`.
"""
