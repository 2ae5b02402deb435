namespace Server.Security;

/// <summary>Which web pages may use the server, in section Server.</summary>
internal sealed record OriginOptions
{
    /// <summary>Web pages of other origins that may use the server, such as https://panel.example; "*" is any, "null" a page from a file.</summary>
    /// <value>none: pages that the server itself sent</value>
    public string[] AllowedOrigins { get; init; } = [];

    public IEnumerable<(string Key, string? Value, string Problem)> Faults() =>
        AllowedOrigins.Where(origin => !OriginPolicy.IsOrigin(origin))
            .Select(origin => (nameof(AllowedOrigins), (string?)origin, "expected an origin such as https://panel.example or http://10.0.0.7:3000, without a path; * or null"));
}
