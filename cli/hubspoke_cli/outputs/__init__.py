"""What a verb answers: tables, findings, SARIF, pages."""
