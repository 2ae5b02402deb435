using System.Reflection;
using Microsoft.Extensions.Logging;
using ResultLog;
using Server.Host;
using Sinks.Kafka;
using Streaming.Streams;
using Telemetry;
using Xunit;

namespace Cli.Tests;

public sealed class LogEventTests
{
    private const BindingFlags All = BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    private static readonly Type[] Projects = [typeof(FaultLog), typeof(WriteAheadLog), typeof(StreamRegistry), typeof(KafkaSink), typeof(ServerHost), typeof(CommandLine)];

    [Fact]
    public void An_event_of_the_log_has_a_number_of_its_own_whichever_slice_logs_it()
    {
        var numbers = Projects.SelectMany(project => project.Assembly.GetTypes()).SelectMany(type => type.GetMethods(All))
            .Select(line => line.GetCustomAttribute<LoggerMessageAttribute>()?.EventId).OfType<int>().ToList();
        Assert.True(numbers.Count > 20, $"{numbers.Count}");
        Assert.Distinct(numbers);
    }
}
