using System.Text.RegularExpressions;
using Xunit;

namespace Repository.Tests;

public partial class SourceTests
{
    private const int LongFile = 250;
    private const int LongMethod = 60;

    // A folder is a step of a frame's life; these are names for "the rest".
    private static readonly string[] BannedFolders =
        ["Utils", "Util", "Common", "Helpers", "Helper", "Managers", "Services", "Misc", "Shared", "Extensions", "Base"];

    // They declare no type of their own.
    private static readonly string[] Untyped = ["Program", "GlobalUsings", "AssemblyInfo"];

    private static readonly IReadOnlyList<SourceFile> Sources = SourceFile.Below("src", ".cs");

    // Or after its family: Handles.cs holds several SafeHandles.
    [Fact]
    public void A_file_is_named_after_a_type_in_it() =>
        Offenders.None(Sources.Where(file => !Untyped.Contains(file.Stem) && !file.Types.Any(type => IsNamedAfter(file, type))).Select(file => file.Path));

    [Fact]
    public void No_folder_is_called_after_the_rest() =>
        Offenders.None(Sources.Select(file => file.Path)
            .Where(path => path.Split('/')[..^1].Intersect(BannedFolders, StringComparer.OrdinalIgnoreCase).Any()));

    [Fact]
    public void Nothing_is_hidden_in_regions() => Offenders.None(Matches(Region(), Sources));

    [Fact]
    public void Nothing_is_left_unfinished() =>
        Offenders.None(Matches(UnfinishedMark(), [.. Sources, .. SourceFile.Below("src", ".md", ".csproj"), .. SourceFile.Below("proto", "")]));

    [Fact]
    public void No_namespace_hides_System_IO_Stream() =>
        Offenders.None(Matches(StreamNamespace(), [.. Sources, .. SourceFile.Below("tests", ".cs"), .. SourceFile.Below("bench", ".cs")]));

    [Fact]
    public void Long_files_and_methods_are_listed()
    {
        foreach (var (path, lines) in Sources.Select(file => (file.Path, file.Text.Count(c => c == '\n'))).Where(file => file.Item2 > LongFile))
            TestContext.Current.AddWarning($"{path} has {lines} lines");
        foreach (var file in Sources)
            foreach (Match method in Method().Matches(file.Text))
                if (method.Groups["body"].ValueSpan.Count('\n') is var lines and > LongMethod)
                    TestContext.Current.AddWarning($"{file.Path} has a method of {lines} lines: {method.Groups["head"].Value.Trim()}");
    }

    private static bool IsNamedAfter(SourceFile file, string type) => file.Stem == type || (type + "s").EndsWith(file.Stem, StringComparison.Ordinal);

    private static IEnumerable<string> Matches(Regex rule, IEnumerable<SourceFile> files) =>
        from file in files
        from Match match in rule.Matches(file.Text)
        select $"{file.Path}:{file.Text.AsSpan(0, match.Index).Count('\n') + 1}: {match.Value.Trim()}";

    [GeneratedRegex(@"^\s*#region\b", RegexOptions.Multiline)]
    private static partial Regex Region();

    [GeneratedRegex(@"\b(?:TODO|FIXME|HACK|XXX|NotImplementedException)\b")]
    private static partial Regex UnfinishedMark();

    [GeneratedRegex(@"^\s*namespace\s+Stream\b", RegexOptions.Multiline)]
    private static partial Regex StreamNamespace();

    // A member of a type in a file-scoped namespace: its head and braces are indented by four.
    [GeneratedRegex(@"^ {4}(?<head>(?!.*\b(?:class|struct|record)\b)\S.*\).*)\n {4}\{\n(?<body>(?: {5}.*\n|#.*\n|\n)*?) {4}\}$", RegexOptions.Multiline)]
    private static partial Regex Method();
}
