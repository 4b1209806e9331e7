"""From classic (ASM) networks, or ARM networks made by hand, to a hub: read, judge, plan.

Pure: nothing here talks to Azure or knows Pulumi. `netcfg` and `inventory` read, `judge` finds, `planner` plans, and
`outputs` renders the report, the runbook, the gateway profiles, the import file and the stack file.
"""
