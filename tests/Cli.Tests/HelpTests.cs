using System.CommandLine;
using System.Diagnostics;
using System.Text;
using Cli.Pages;
using Xunit;

namespace Cli.Tests;

/// <summary>What the program says of itself: help, which the launcher shows from docs/help without a build, the manual's page and bash's completion.</summary>
public sealed class HelpTests
{
    private static readonly Command Program = CommandLine.Create();

    // Whatever the launcher does without the program; a test of the repository knows that these are all.
    private static readonly string[] LaunchersOwn = ["test", "bench", "fuzz", "package"];

    public static TheoryData<string> Verbs => [.. Program.Walk().Where(verb => verb.Path.Length > 0).Select(verb => string.Join(' ', verb.Path))];

    [Theory, MemberData(nameof(Verbs))]
    public void Help_of_every_verb_is_a_page_that_the_launcher_shows(string verb) =>
        Approved.Matches(Page(verb), Trimmed(Output([.. verb.Split(' '), "--help"])));

    [Fact]
    public void No_page_is_of_a_verb_that_is_gone() => Assert.Equal(
        Verbs.Select(row => Page(row.Data)).Order(StringComparer.Ordinal),
        Directory.EnumerateFiles(Path.Combine(Checkout.Root, "docs", "help")).Select(path => Path.GetRelativePath(Checkout.Root, path)).Order(StringComparer.Ordinal));

    [Fact]
    public void The_page_of_verbs_has_them_all()
    {
        var text = new StringBuilder("# Verbs\n\nWhat `./stream VERB --help` says; installed from a package the program is called `stream`. A test holds this page.\n");
        foreach (var verb in Verbs.Select(row => row.Data))
            text.Append($"\n## {verb}\n\n```text\n{Trimmed(Output([.. verb.Split(' '), "--help"]))}```\n");
        foreach (var verb in LaunchersOwn)
            text.Append($"\n## {verb}\n\nIn a checkout only.\n\n```text\n{Trimmed(Launcher(verb))}```\n");
        Approved.Matches("docs/verbs.md", text.ToString());
    }

    [Fact]
    public void The_version_is_that_of_the_repository() =>
        Assert.Matches($"""^stream {File.ReadAllText(Path.Combine(Checkout.Root, "Directory.Build.props")).Split("<Version>")[1].Split('<')[0]}(\+[0-9a-f-]+)?\n$""", Output("--version"));

    [Fact]
    public void The_manual_has_every_verb_and_every_option()
    {
        var page = Output("man");
        Assert.StartsWith(".TH STREAM 1 ", page, StringComparison.Ordinal);
        foreach (var (path, command) in Program.Walk())
        {
            Assert.Contains($".SS \"stream {string.Join(' ', path)}".TrimEnd(), page.Replace(".SH VERBS", ".SS \"stream", StringComparison.Ordinal).Replace(@"\-", "-", StringComparison.Ordinal), StringComparison.Ordinal);
            Assert.All(command.Shown(), option => Assert.Contains($@"\fB{option.Name.Replace("-", @"\-", StringComparison.Ordinal)}\fR", page, StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData("stream ", "run serve models demo scene completion")]
    [InlineData("stream mo", "models")]
    [InlineData("stream models p", "pull")]
    [InlineData("stream run clip.mp4 --js", "--json")]
    [InlineData("stream run --device c", "cpu cuda")]
    [InlineData("stream run --json ", "")]
    [InlineData("stream scene export DIR --f", "--frames")]
    [InlineData("stream fly --x", "")]
    public void Bash_completes_verbs_options_and_their_words(string line, string expected)
    {
        var words = string.Join(' ', line.Split(' ').Select(word => $"'{word}'"));
        var script = $"{Output("completion")}\nCOMP_WORDS=({words}) COMP_CWORD={line.Split(' ').Length - 1}\n_stream\necho \"${{COMPREPLY[*]}}\"";
        using var bash = Process.Start(new ProcessStartInfo("bash", ["-euc", script]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var (output, error) = (bash.StandardOutput.ReadToEnd(), bash.StandardError.ReadToEnd());
        Assert.Equal("", error);
        // Verbs may be added.
        Assert.Superset(expected.Split(' ').ToHashSet(), output.TrimEnd('\n').Split(' ').ToHashSet());
    }

    private static string Launcher(string verb)
    {
        using var bash = Process.Start(new ProcessStartInfo("bash", [Path.Combine(Checkout.Root, "stream"), verb, "--help"]) { RedirectStandardOutput = true })!;
        return bash.StandardOutput.ReadToEnd();
    }

    private static string Page(string verb) => $"docs/help/{verb.Replace(' ', '-')}.txt";

    // The library fills lines with blanks where it breaks them.
    private static string Trimmed(string text) => string.Join('\n', text.TrimEnd().Split('\n').Select(line => line.TrimEnd())) + "\n";

    private static string Output(params string[] words)
    {
        using var output = new StringWriter();
        Assert.Equal(0, Program.Parse(words).Invoke(new() { Output = output }));
        return output.ToString();
    }
}
