
namespace Streaming.Models.Pull;

/// <summary>What is pulled from where to where, checked before anything is asked of the network.</summary>
/// <param name="Sha256">In lower case; null where none is known.</param>
/// <param name="Entry">Its row of the address table; null for an address that the user gave.</param>
public sealed record PullPlan(string Name, int Version, Uri Source, string? Sha256, ModelAddress? Entry, string Folder)
{
    /// <summary>The model's file, once it is whole and proved.</summary>
    public string Target => Path.Combine(Folder, Name, $"{Version}", ModelCatalogue.FileName);

    /// <summary>What has come so far. Beside the models and not among them, so that no half model is ever found.</summary>
    public string Partial => Path.Combine(Folder, ".partial", $"{Name}-{Version}.onnx");

    /// <exception cref="UserException">Name, address or hash cannot be used.</exception>
    public static PullPlan Of(PullOptions options, IReadOnlyDictionary<string, ModelAddress> known)
    {
        var entry = known.GetValueOrDefault(options.Wanted);
        var source = entry?.Url ?? Address(options.Wanted, known);
        DownloadRules.CheckScheme(source, options.Insecure);
        var name = options.Name ?? (entry is null ? NameOf(source) : options.Wanted);
        if (!ModelCatalogue.IsName(name))
            throw new UserException($"--name is '{name}'; it must be letters, digits, '.', '_' and '-', up to 128, and not begin with '.'");
        if (options.Sha256 is { } hash && !FileHash.IsHash(hash))
            throw new UserException($"--sha256 is '{hash}'; it must be 64 hex digits");
        return new(name, options.Version, source, (options.Sha256 ?? entry?.Sha256)?.ToLowerInvariant(), entry, ModelCatalogue.Home(options.Folder));
    }

    private static Uri Address(string wanted, IReadOnlyDictionary<string, ModelAddress> known) =>
        wanted.Contains("://", StringComparison.Ordinal) && Uri.TryCreate(wanted, UriKind.Absolute, out var address)
            ? address
            : throw new UserException(File.Exists(wanted)
                ? $"'{wanted}' is a file of this machine, and a name or an address is wanted; copy it to {Path.Combine(ModelCatalogue.Home(), Path.GetFileNameWithoutExtension(wanted), "1", ModelCatalogue.FileName)}, or use it in place: --model {wanted}"
                : $"'{wanted}' is neither an address nor a known model{NearWord.Hint(wanted, known.Keys, $"; known are {string.Join(", ", known.Keys)}")}");

    private static string NameOf(Uri source)
    {
        var name = Path.GetFileNameWithoutExtension(Uri.UnescapeDataString(source.AbsolutePath));
        return name is not ("" or "model")
            ? name
            : throw new UserException("the address does not tell what to call the model; say --name NAME");
    }
}
