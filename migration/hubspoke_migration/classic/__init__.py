"""Classic (ASM) networks to a hub: `planner` plans, `outputs` renders
report, runbook, gateway profiles, import file and stack file.

Pure: nothing here talks to Azure or knows Pulumi.
"""
