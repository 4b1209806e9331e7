"""Run by `pulumi up`, and by `pulumi-offline up`."""

from program import deploy

deploy()
