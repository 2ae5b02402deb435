using System.Xml.Linq;
using Xunit;

namespace Repository.Tests;

public class ReferenceTests
{
    // Arrows go down only, and no leaf knows another leaf but Media, their vocabulary, and Telemetry, by which they are watched. A new project gets its line here.
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Cli"] = ["Server"],
        ["Server"] = ["Streaming", "Sinks"],
        ["Streaming"] = ["Annotate", "FFmpeg", "Inference", "Media", "ResultLog", "Scene", "Telemetry", "WebRtc", "Wire"],
        ["Sinks"] = ["Media", "ResultLog", "Telemetry", "Wire"],
        ["ResultLog"] = ["Telemetry"],
        ["Annotate"] = ["Media"],
        ["FFmpeg"] = ["Media"],
        ["Inference"] = ["Media"],
        ["WebRtc"] = ["Media"],
        ["Scene"] = [],
        ["Wire"] = [],
        ["Media"] = [],
        ["Telemetry"] = [],
    };

    // Test projects that mirror no project.
    private static readonly string[] Wide = ["Functional.Tests", "Repository.Tests", "Fuzz", "Testing"];

    public static TheoryData<string> Sources => [.. Projects("src")];

    public static TheoryData<string> Tests => [.. Projects("tests").Except(Wide)];

    [Theory, MemberData(nameof(Sources))]
    public void A_project_references_only_what_lies_below_it(string project)
    {
        Assert.True(Allowed.TryGetValue(project, out var allowed), $"src/{project} has no place in the table of arrows");
        Assert.All(References("src", project), reference => Assert.Contains(reference, allowed.Select(name => $"src/{name}")));
    }

    [Theory, MemberData(nameof(Tests))]
    public void A_test_project_mirrors_the_project_it_is_named_after(string project) =>
        Assert.Contains($"src/{project[..^".Tests".Length]}", References("tests", project));

    private static IEnumerable<string> Projects(string folder) =>
        Directory.EnumerateFiles(Path.Combine(Checkout.Root, folder), "*.csproj", SearchOption.AllDirectories)
            .Select(path => Path.GetFileNameWithoutExtension(path)).Order();

    /// <summary>"src/Wire" for a reference to src/Wire/Wire.csproj.</summary>
    private static IEnumerable<string> References(string folder, string project)
    {
        var home = Path.Combine(Checkout.Root, folder, project);
        return XDocument.Load(Path.Combine(home, project + ".csproj")).Descendants("ProjectReference")
            .Select(reference => Path.GetDirectoryName(Path.GetFullPath((string)reference.Attribute("Include")!, home))!)
            .Select(referenced => Path.GetRelativePath(Checkout.Root, referenced));
    }
}
