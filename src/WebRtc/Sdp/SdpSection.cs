namespace WebRtc.Sdp;

/// <summary>One media section, or what stands before the first; RFC 8866 §5.</summary>
/// <param name="Kind">"video", "audio", ...; empty for the session's part.</param>
/// <param name="Formats">Payload types, as text.</param>
internal sealed record SdpSection(string Kind, int Port, string Protocol, IReadOnlyList<string> Formats)
{
    private readonly List<(string Name, string Value)> _attributes = [];

    public static SdpSection Session => new("", 0, "", []);

    public bool Has(string name) => _attributes.Exists(attribute => attribute.Name == name);

    /// <summary>The first of this name; null: there is none.</summary>
    public string? Find(string name) => _attributes.Find(attribute => attribute.Name == name).Value;

    public IEnumerable<string> All(string name) => _attributes.Where(attribute => attribute.Name == name).Select(attribute => attribute.Value);

    internal void Add(string name, string value) => _attributes.Add((name, value));
}
