using System.Text.RegularExpressions;
using Xunit;

namespace Repository.Tests;

public partial class ReadmeTests
{
    private static readonly string Launcher = File.ReadAllText(Path.Combine(Checkout.Root, "stream"));

    private static readonly IReadOnlyList<SourceFile> Pages =
    [
        .. Directory.EnumerateFiles(Checkout.Root, "*.md").Select(path => new SourceFile(Path.GetFileName(path), File.ReadAllText(path))),
        .. new[] { "docs", "src", "tests", "bench", "proto", "models" }.SelectMany(folder => SourceFile.Below(folder, ".md")),
    ];

    private static readonly IReadOnlyList<SourceFile> Code = SourceFile.Below("src", ".cs");

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

    [Fact]
    public void Every_link_to_a_file_or_heading_leads_there()
    {
        var links = (from page in Pages from Match link in Link().Matches(Prose(page)) select (page, Target: Name(link))).ToList();
        Assert.True(links.Count > 100, $"{links.Count}");
        Offenders.None(links.Where(link => !LeadsSomewhere(link.page, link.Target)).Select(link => $"{link.page.Path}: {link.Target}"));
    }

    [Fact]
    public void Every_project_has_a_page_of_its_own() =>
        Offenders.None(Directory.EnumerateDirectories(Path.Combine(Checkout.Root, "src")).Where(project => !File.Exists(Path.Combine(project, "README.md"))));

    // Types of ours, messages, the framework's types, folders, which are namespaces, and sections of options.
    [Fact]
    public void Every_type_that_a_page_of_the_sources_names_exists()
    {
        var known = Code.SelectMany(file => file.Path.Split('/')[1..^1].Concat(file.Types)).ToHashSet();
        known.UnionWith(SourceFile.Below("proto", ".proto").SelectMany(file => Message().Matches(file.Text)).Select(Name));
        known.UnionWith(AppDomain.CurrentDomain.GetAssemblies().Where(assembly => !assembly.IsDynamic)
            .SelectMany(assembly => assembly.GetExportedTypes()).Select(type => type.Name.Split('`')[0]));
        known.UnionWith(Code.SelectMany(file => Section().Matches(file.Text)).Select(Name));
        Offenders.None(Unknown(PagesOf("src/"), TypeName(), known.Contains));
    }

    // Members too; an X in a name stands for anything: AddX. Guides for operators name what is systemd's, nginx's and the cameras'.
    [Fact]
    public void Every_name_that_a_page_of_the_docs_uses_is_one_of_the_code()
    {
        var words = Code.Concat(SourceFile.Below("tests", ".cs")).Concat(SourceFile.Below("proto", ".proto")).SelectMany(file => Word().Matches(file.Text)).Select(match => match.Value).ToHashSet();
        Offenders.None(Unknown(PagesOf("docs/").Where(page => !page.Path.StartsWith("docs/guides/", StringComparison.Ordinal)), TypeName(), name => words.Contains(name) || (Placeholder().IsMatch(name) && words.Any(word => Stands(name, word)))));
    }

    // A text that is no longer said leads nobody anywhere.
    [Fact]
    public void Every_text_that_troubleshooting_explains_is_one_that_is_said()
    {
        var said = string.Concat(Code.Select(file => file.Text));
        var explained = Explained().Matches(Pages.Single(page => page.Path == "docs/troubleshooting.md").Text).Select(Name).ToList();
        Assert.True(explained.Count > 20, $"{explained.Count}");
        Offenders.None(explained.Where(text => !said.Contains(text, StringComparison.Ordinal)));
    }

    [GeneratedRegex("^\\| `([^`]+)` \\|", RegexOptions.Multiline)]
    private static partial Regex Explained();

    private static bool Stands(string pattern, string word) => Regex.IsMatch(word, $"^{Placeholder().Replace(pattern, @"\w+")}$");

    private static IEnumerable<SourceFile> PagesOf(string folder) => Pages.Where(page => page.Path.StartsWith(folder, StringComparison.Ordinal));

    private static bool LeadsSomewhere(SourceFile page, string link)
    {
        var parts = link.Split('#');
        var path = parts[0].Length == 0 ? page.Path : Path.GetRelativePath(Checkout.Root, Path.Combine(Checkout.Root, Path.GetDirectoryName(page.Path)!, parts[0]));
        return Path.Exists(Path.Combine(Checkout.Root, path)) && (parts.Length == 1 || Pages.Any(other => other.Path == path && Headings(other).Contains(parts[1])));
    }

    /// <summary>As GitHub names them: in lower case, without punctuation, '-' for spaces.</summary>
    private static IEnumerable<string> Headings(SourceFile page) =>
        Heading().Matches(Prose(page)).Select(heading => NoSlug().Replace(Name(heading).Trim().ToLowerInvariant(), "").Replace(' ', '-'));

    /// <summary>Without blocks of code.</summary>
    private static string Prose(SourceFile page) => Fence().Replace(page.Text, "");

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

    [GeneratedRegex(@"`(?<name>(?:src|tests|bench|proto|models|docs|examples|deploy)/[\w./-]*)`")]
    private static partial Regex PathName();

    // Of another host, or in code: no concern of this.
    [GeneratedRegex(@"\]\((?<name>(?!\w+:)[^()\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"^#+ (?<name>.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex NoSlug();

    [GeneratedRegex(@"^```.*?^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();

    [GeneratedRegex(@"^message (?<name>\w+)", RegexOptions.Multiline)]
    private static partial Regex Message();

    [GeneratedRegex(@"\.Read<\w+>\(""(?<name>\w+)""")]
    private static partial Regex Section();

    [GeneratedRegex(@"\w+")]
    private static partial Regex Word();

    [GeneratedRegex("X(?=[A-Z]|$)")]
    private static partial Regex Placeholder();

    // PascalCase in backticks, alone or before a dot, a bracket or type arguments.
    [GeneratedRegex(@"`(?<name>[A-Z]\w*[a-z]\w*)[^`\s]*`")]
    private static partial Regex TypeName();
}
