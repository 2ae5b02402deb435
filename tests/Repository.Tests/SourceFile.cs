using System.Text.RegularExpressions;

namespace Repository.Tests;

/// <summary>A file below a folder of the repository, as text.</summary>
/// <param name="Path">Relative to the root, with '/'.</param>
internal sealed partial record SourceFile(string Path, string Text)
{
    /// <summary>The name up to the first dot: <c>Peer.Ice.cs</c> is a part of <c>Peer</c>.</summary>
    public string Stem => System.IO.Path.GetFileName(Path).Split('.')[0];

    /// <summary>Names of the types that a C# file declares.</summary>
    public IEnumerable<string> Types => TypeDeclaration().Matches(Text).Select(match => match.Groups["name"].Value);

    public static IReadOnlyList<SourceFile> Below(string folder, params string[] endings) =>
    [
        .. Directory.EnumerateFiles(System.IO.Path.Combine(Checkout.Root, folder), "*", SearchOption.AllDirectories)
            .Where(path => endings.Any(ending => path.EndsWith(ending, StringComparison.Ordinal)))
            .Select(path => new SourceFile(System.IO.Path.GetRelativePath(Checkout.Root, path), File.ReadAllText(path)))
            .OrderBy(file => file.Path, StringComparer.Ordinal),
    ];

    [GeneratedRegex(
        @"^ *(?!//)[^""'=(\n]*\b(?:class|struct|interface|enum|record(?: struct| class)?|delegate [^=;(\n]+?) +(?<name>\w+) *[<(:{;\n]",
        RegexOptions.Multiline)]
    private static partial Regex TypeDeclaration();
}
