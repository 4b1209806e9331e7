"""What a verb answers: tables, findings, SARIF, pages. Imports the model and the policies, no verb."""
