namespace Testing;

/// <summary>What a test or bench needs is not installed. A test that lets it through is skipped.</summary>
internal sealed class PeerMissingException(string reason) : Exception(SkipMark + reason)
{
    /// <summary>How xunit tells by its message that an exception is none but a skip.</summary>
    private const string SkipMark = "$XunitDynamicSkip$";

    public PeerMissingException(string program, string package)
        : this($"{program} is not installed: install the package {package}")
    {
    }

    public string Reason => Message[SkipMark.Length..];
}
