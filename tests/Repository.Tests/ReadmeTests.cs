using System.Text.RegularExpressions;
using Xunit;

namespace Repository.Tests;

public partial class ReadmeTests
{
    private static readonly string Launcher = File.ReadAllText(Path.Combine(Checkout.Root, "stream"));

    private static readonly IReadOnlyList<SourceFile> Pages =
    [
        .. Directory.EnumerateFiles(Checkout.Root, "*.md").Select(path => new SourceFile(Path.GetFileName(path), File.ReadAllText(path))),
        .. new[] { "docs", "src", "tests", "bench", "proto" }.SelectMany(folder => SourceFile.Below(folder, ".md")),
    ];

    [Fact]
    public void Every_verb_that_a_page_shows_is_one_of_the_launcher()
    {
        var verbs = LauncherVerbs();
        Assert.NotEmpty(verbs);
        Offenders.None(Unknown(Pages, Verb(), verbs.Contains));
    }

    [Fact]
    public void The_launcher_tells_of_every_verb_it_understands() =>
        Assert.Equal(LauncherVerbs().Order(), Verb().Matches(Usage().Match(Launcher).Value).Select(Name).Distinct().Order());

    [Fact]
    public void Every_path_that_a_page_names_exists() =>
        Offenders.None(Unknown(Pages, PathName(), path => Path.Exists(Path.Combine(Checkout.Root, path))));

    // Types of ours, messages, the framework's types, and folders, which are namespaces.
    [Fact]
    public void Every_type_that_a_page_of_the_sources_names_exists()
    {
        var known = SourceFile.Below("src", ".cs").SelectMany(file => file.Path.Split('/')[1..^1].Concat(file.Types)).ToHashSet();
        known.UnionWith(SourceFile.Below("proto", ".proto").SelectMany(file => Message().Matches(file.Text)).Select(Name));
        known.UnionWith(AppDomain.CurrentDomain.GetAssemblies().Where(assembly => !assembly.IsDynamic)
            .SelectMany(assembly => assembly.GetExportedTypes()).Select(type => type.Name.Split('`')[0]));
        Offenders.None(Unknown(Pages.Where(page => page.Path.StartsWith("src/", StringComparison.Ordinal)), TypeName(), known.Contains));
    }

    private static IEnumerable<string> Unknown(IEnumerable<SourceFile> pages, Regex names, Func<string, bool> isKnown) =>
        from page in pages
        from name in names.Matches(page.Text).Select(Name)
        where !isKnown(name)
        select $"{page.Path}: {name}";

    private static string Name(Match match) => match.Groups["name"].Value;

    // The last `case` of the launcher is its table of verbs: lines such as `run | serve) ...`.
    private static HashSet<string> LauncherVerbs() =>
    [
        .. CaseLabel().Matches(Launcher[Launcher.LastIndexOf("case ${1:-} in", StringComparison.Ordinal)..])
            .SelectMany(match => Name(match).Split('|', StringSplitOptions.TrimEntries))
            .Where(label => label != "help" && label.All(char.IsAsciiLetterLower)),
    ];

    [GeneratedRegex(@"\./stream +(?<name>[a-z]+)\b")]
    private static partial Regex Verb();

    [GeneratedRegex(@"^ {4}(?<name>[^()\n]+)\)", RegexOptions.Multiline)]
    private static partial Regex CaseLabel();

    [GeneratedRegex(@"^usage\(\) \{.*?^\}", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Usage();

    [GeneratedRegex(@"`(?<name>(?:src|tests|bench|proto|models|helm)/[\w./-]*)`")]
    private static partial Regex PathName();

    [GeneratedRegex(@"^message (?<name>\w+)", RegexOptions.Multiline)]
    private static partial Regex Message();

    // PascalCase in backticks, alone or before a dot, a bracket or type arguments.
    [GeneratedRegex(@"`(?<name>[A-Z]\w*[a-z]\w*)[^`\s]*`")]
    private static partial Regex TypeName();
}
