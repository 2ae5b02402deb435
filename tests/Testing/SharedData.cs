namespace Testing;

/// <summary>The optional folder of real weights, clips and reference outputs beside the checkout.</summary>
internal static class SharedData
{
    public static string Folder { get; } = System.IO.Path.Combine(
        Environment.GetEnvironmentVariable("STREAM_SHARED") ?? System.IO.Path.Combine(Checkout.Root, "..", "shared"), "data");

    /// <summary>Full path of a file in it.</summary>
    /// <exception cref="PeerMissingException">It is not there. `./stream test` knows a skip that is allowed by the first words.</exception>
    public static string Path(params string[] parts)
    {
        var path = System.IO.Path.Combine([Folder, .. parts]);
        return File.Exists(path) ? path : throw new PeerMissingException($"shared data: {path} is not there; real weights and clips are optional");
    }

    /// <summary>Full path of one of the inputs that were met in the field.</summary>
    /// <inheritdoc cref="Path" path="/exception"/>
    public static string Field(string name)
    {
        var path = System.IO.Path.GetFullPath(System.IO.Path.Combine(Folder, "..", "field", name));
        return File.Exists(path) ? path : throw new PeerMissingException($"shared data: {path} is not there; inputs from the field are optional");
    }
}
