using System.Reflection;
using Xunit;

namespace Repository.Tests;

public class PublicApiTests
{
    // Nobody builds on the server's types; Wire's are generated from proto, whose fields have their own approval.
    private static readonly string[] NotLeaves = ["Cli", "Server", "Sinks", "Streaming", "Wire"];

    public static TheoryData<string> Leaves =>
        [.. Directory.EnumerateDirectories(Path.Combine(Checkout.Root, "src")).Select(path => Path.GetFileName(path)).Except(NotLeaves).Order()];

    [Theory, MemberData(nameof(Leaves))]
    public void What_a_leaf_shows_is_approved(string project) =>
        Approved.Matches($"tests/Repository.Tests/PublicApi/{project}.approved.txt", PublicApi.Of(Assembly.Load(project)));
}
