using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using Server.Host;
using Sinks.Store;
using Xunit;

namespace Server.Tests.Configuration;

/// <summary>compose.yaml and what belongs to it, as far as it can be judged without containers.</summary>
public sealed partial class ComposeTests
{
    [Fact]
    public void Its_environment_is_a_sound_configuration()
    {
        var settings = Setting().Matches(File.ReadAllText(Path.Combine(Checkout.Root, "compose.yaml")))
            .ToDictionary(match => $"{match.Groups["section"].Value}:{match.Groups["key"].Value}", match => (string?)match.Groups["value"].Value.Trim());
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings).Build();

        var read = ServerConfiguration.Read(configuration, settings.Keys);

        Assert.Equal(("kafka:9092", "redis:6379", StoreKind.Postgres), (read.Kafka.Brokers, read.Redis.Address, read.Store.Kind));
    }

    [GeneratedRegex(@"^ +(?<section>[A-Z][A-Za-z]+)__(?<key>[A-Za-z]+): (?<value>.+)$", RegexOptions.Multiline)]
    private static partial Regex Setting();
}
