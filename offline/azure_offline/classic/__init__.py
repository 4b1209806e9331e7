"""The classic side of the offline Azure: what ASM held, and its cmdlets with their errors.

azure-native has no classic types, so classic networks are changed by `azure-offline classic <cmdlet>` only. They stand
in the store as `Microsoft.ClassicNetwork/virtualNetworks`, so that ARM networks can be peered with them.
"""
