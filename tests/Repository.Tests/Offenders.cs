using Xunit;

namespace Repository.Tests;

/// <summary>Fails with every place that breaks a rule, one a line.</summary>
internal static class Offenders
{
    public static void None(IEnumerable<string> places)
    {
        var list = places.Distinct().ToArray();
        Assert.True(list.Length == 0, string.Join("\n", list));
    }
}
