namespace Cli.Run;

/// <summary>One thing to run, of those that the words of the command line stand for.</summary>
/// <param name="Word">A path or URL, as the user wrote it or as it was found.</param>
/// <param name="Name">Of its results: the file's name without ending, made different from all others.</param>
/// <param name="Fault">Why there is nothing to run; null where there may be.</param>
internal sealed record RunInput(string Word, string Name, string? Fault = null);
