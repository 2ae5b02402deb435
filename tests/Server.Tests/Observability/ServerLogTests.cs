using System.Reflection;
using Microsoft.Extensions.Logging;
using Server.Observability;
using Xunit;

namespace Server.Tests.Observability;

public sealed class ServerLogTests
{
    [Fact]
    public void An_event_has_a_number_of_its_own() => Assert.Distinct(
        typeof(ServerLog).GetMethods(BindingFlags.Static | BindingFlags.Public).Select(line => line.GetCustomAttribute<LoggerMessageAttribute>()!.EventId));
}
