namespace Load.Sinks;

/// <summary>Another's program that is needed is not installed.</summary>
internal sealed class PeerMissingException(string program, string package) : Exception($"{program} is not installed: install the package {package}");
