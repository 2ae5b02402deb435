using Media;

namespace Server.Configuration;

/// <summary>One thing that is wrong with the configuration.</summary>
/// <param name="Key">Section:Key as it was written.</param>
/// <param name="Value">The value found there; null when the key itself is wrong.</param>
/// <param name="Problem">What is wrong, with the bound.</param>
internal sealed record ConfigurationFault(string Key, string? Value, string Problem)
{
    public override string ToString() => Value is null ? $"{Key}: {Problem}" : $"{Key}={UrlRedactor.RedactUrl(Value)}: {Problem}";
}
