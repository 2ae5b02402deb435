using System.Text.RegularExpressions;
using Xunit;

namespace Repository.Tests;

public partial class SourceTests
{
    private const int LongestFile = 400, LongestMethod = 60;

    // A folder is a step of a frame's life; these are names for "the rest".
    private static readonly string[] BannedFolders =
        ["Utils", "Util", "Common", "Helpers", "Helper", "Managers", "Services", "Misc", "Shared", "Extensions", "Base"];

    // They declare no type of their own.
    private static readonly string[] Untyped = ["Program", "GlobalUsings", "AssemblyInfo"];

    private static readonly IReadOnlyList<SourceFile> Sources = SourceFile.Below("src", ".cs");

    private static readonly IReadOnlyList<SourceFile> Everything = [.. Sources, .. SourceFile.Below("tests", ".cs"), .. SourceFile.Below("bench", ".cs")];

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
        Offenders.None(Matches(StreamNamespace(), Everything));

    [Fact]
    public void No_file_and_no_method_is_long() =>
        Offenders.None(
        [
            .. Everything.Select(file => (file.Path, Lines: file.Text.Count(c => c == '\n'))).Where(file => file.Lines > LongestFile).Select(file => $"{file.Path} has {file.Lines} lines"),
            .. from file in Everything
               from Match method in Method().Matches(file.Text)
               where method.Groups["body"].ValueSpan.Count('\n') > LongestMethod
               select $"{file.Path} has a method of more than {LongestMethod} lines: {method.Groups["head"].Value.Trim()}",
        ]);

    // What blocks on a task is told by BannedSymbols.txt; what nobody awaits, by no analyser.
    [Fact]
    public void No_method_is_async_void() => Offenders.None(Matches(AsyncVoid(), Everything));

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

    [GeneratedRegex(@"\basync void \w+\(.*")]
    private static partial Regex AsyncVoid();

    // A member of a type in a file-scoped namespace: its head and braces are indented by four.
    [GeneratedRegex(@"^ {4}(?<head>(?!.*\b(?:class|struct|record)\b)\S.*\).*)\n {4}\{\n(?<body>(?: {5}.*\n|#.*\n|\n)*?) {4}\}$", RegexOptions.Multiline)]
    private static partial Regex Method();
}
