"""What the components use of azure-native for diagnostic settings."""

from hubspoke._azure.parts import by_parts, whole

try:
    with by_parts("monitor"):
        from pulumi_azure_native.monitor._inputs import DiagnosticsLogSettingsArgs, DiagnosticsMetricSettingsArgs
        from pulumi_azure_native.monitor.diagnostic_setting import DiagnosticSetting
except ImportError:  # an SDK that lays its modules out otherwise
    globals().update(whole("monitor"))

__all__ = [
    "DiagnosticSetting",
    "DiagnosticsLogSettingsArgs",
    "DiagnosticsMetricSettingsArgs",
]
