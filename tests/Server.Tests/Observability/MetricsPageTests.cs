using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Server.Observability.Metrics;
using Server.Tests.Configuration;
using Telemetry;
using Xunit;

namespace Server.Tests.Observability;

/// <summary>The page of metrics, and what is written about it elsewhere.</summary>
public sealed partial class MetricsPageTests
{
    private const string Table = "docs/metrics.md";

    private static readonly IReadOnlyList<MetricFamily> Families = ReadFamilies();

    [Fact]
    public void Names_are_unique_and_follow_the_conventions()
    {
        Assert.Distinct(Families.Select(family => family.Stem));
        Assert.Distinct(Families.SelectMany(family => family.SampleNames));
        Assert.All(Families, family =>
        {
            Assert.Matches(WellFormed(), family.Name);
            Assert.All(family.Labels, label => Assert.Matches(WellFormed(), label));
            Assert.True(family.Type != MetricType.Counter || family.Name.EndsWith("_total", StringComparison.Ordinal) || family.Name.StartsWith("nv_", StringComparison.Ordinal), family.Name);
            // Then neither format has to escape it.
            Assert.Matches(@"^[^\\""\n]+\.$", family.Help);
        });
    }

    [Fact]
    public void The_table_of_metrics_is_up_to_date()
    {
        var (path, expected) = (Path.Combine(Checkout.Root, Table), Markdown());
        if (Environment.GetEnvironmentVariable("STREAM_ACCEPT") == "1")
            File.WriteAllText(path, expected);
        Assert.True(File.ReadAllText(path) == expected, $"{Table} is not what the page says: run this test with STREAM_ACCEPT=1");
    }

    [Theory, InlineData("deploy/grafana/dashboards/stream.json"), InlineData("deploy/alerts.yml")]
    public void Dashboard_and_alerts_name_metrics_that_there_are(string file)
    {
        var samples = Families.SelectMany(family => family.SampleNames).ToHashSet();
        var expressions = Expression().Matches(File.ReadAllText(Path.Combine(Checkout.Root, file))).Select(match => match.Groups["query"].Value).ToList();
        Assert.NotEmpty(expressions);
        Assert.All(expressions, query =>
        {
            var named = Metric().Matches(query).Select(match => match.Value).ToList();
            Assert.True(named.Count > 0, $"no metric of ours: {query}");
            Assert.All(named, name => Assert.Contains(name, samples));
        });
    }

    private static IReadOnlyList<MetricFamily> ReadFamilies()
    {
        using var server = TestHost.Build();
        return [.. server.Services.GetRequiredService<MetricsPage>().Families];
    }

    private static string Markdown()
    {
        var text = new StringBuilder("""
            # Metrics

            `localhost:8002/metrics` has these, as Prometheus text or as OpenMetrics, whichever the scraper prefers. Names end with the unit; what
            Triton counts too has Triton's name, and in OpenMetrics no type, since its counters end otherwise. Series of a stream go away with the stream.

            All but those of HTTP, process and runtime are also instruments of the meter `Stream`: for OTLP (`Metrics:Otlp=true`, or `OTEL_METRICS_EXPORTER=otlp`), `dotnet-counters`
            and other listeners. There a name has no `_total`; `stream_batch_size` is on the page alone, as its sum and count are `nv_inference_count` and `nv_inference_exec_count`.
            HTTP, process and runtime come by OTLP as ASP.NET Core and .NET themselves publish them.

            | metric | type | labels | what |
            |---|---|---|---|

            """);
        foreach (var family in Families)
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"| `{family.Name}` | {family.Type.ToString().ToLowerInvariant()} | {string.Join(", ", family.Labels)} | {family.Help} |\n");
        return text.ToString();
    }

    [GeneratedRegex("^[a-z][a-z0-9]*(?:_[a-z0-9]+)*$")]
    private static partial Regex WellFormed();

    [GeneratedRegex("""^\s*(?:- )?"?expr"?: "?(?<query>.+?)"?,?$""", RegexOptions.Multiline)]
    private static partial Regex Expression();

    [GeneratedRegex(@"\b(?:stream|nv|process|dotnet|http_server)_[a-z_]+\b")]
    private static partial Regex Metric();
}
