using Microsoft.AspNetCore.Builder;
using Server.Host;

namespace Server.Tests.Observability;

/// <summary>A server as it is put together, never started.</summary>
internal static class TestHost
{
    public static WebApplication Build() => ServerHost.Build(WebApplication.CreateSlimBuilder(), [new("Store:Kind", "None")]);
}
