namespace Cli.Doctor;

internal enum FindingState
{
    Ok,

    /// <summary>The server runs, and not at its best.</summary>
    Warning,

    /// <summary>The server does not run without it.</summary>
    Missing,
}

/// <summary>One thing that was looked at.</summary>
/// <param name="Found">What is there.</param>
/// <param name="Advice">What to do; null where all is well.</param>
internal sealed record Finding(string Name, FindingState State, string Found, string? Advice = null)
{
    public static Finding Ok(string name, string found) => new(name, FindingState.Ok, found);

    public static Finding Warning(string name, string found, string advice) => new(name, FindingState.Warning, found, advice);

    public static Finding Missing(string name, string found, string advice) => new(name, FindingState.Missing, found, advice);
}
