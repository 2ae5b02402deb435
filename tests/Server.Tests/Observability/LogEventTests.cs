using System.Reflection;
using Microsoft.Extensions.Logging;
using Server.Host;
using Xunit;

namespace Server.Tests.Observability;

public sealed class LogEventTests
{
    private const BindingFlags All = BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    [Fact]
    public void An_event_of_the_log_has_a_number_of_its_own_whichever_slice_logs_it()
    {
        var numbers = typeof(ServerHost).Assembly.GetTypes().SelectMany(type => type.GetMethods(All))
            .Select(line => line.GetCustomAttribute<LoggerMessageAttribute>()?.EventId).OfType<int>().ToList();
        Assert.True(numbers.Count > 20, $"{numbers.Count}");
        Assert.Distinct(numbers);
    }
}
