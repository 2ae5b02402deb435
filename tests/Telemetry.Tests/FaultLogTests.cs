using Microsoft.Extensions.Logging;
using Testing;
using Xunit;

namespace Telemetry.Tests;

public sealed class FaultLogTests
{
    private readonly CollectingLogger<FaultLogTests> _log = new();

    [Fact]
    public void A_fault_is_logged_with_its_stack_and_its_kind_once()
    {
        var faults = new FaultLog(_log);
        for (var i = 0; i < 3; i++)
            faults.Report("Sink kafka", Thrown(() => throw new InvalidOperationException($"number {i}")));
        var (level, text, fault) = Assert.Single(_log.Lines);
        Assert.Equal(LogLevel.Error, level);
        Assert.StartsWith("Sink kafka: ", text, StringComparison.Ordinal);
        Assert.Contains(nameof(A_fault_is_logged_with_its_stack_and_its_kind_once), fault!.StackTrace, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_type_or_place_or_thrower_is_another_kind()
    {
        var faults = new FaultLog(_log);
        faults.Report("Sink kafka", Thrown(() => throw new InvalidOperationException()));
        faults.Report("Sink redis", Thrown(() => throw new InvalidOperationException()));
        faults.Report("Sink redis", Thrown(() => throw new NotSupportedException()));
        faults.Report("Sink redis", Thrown(static () => ArgumentOutOfRangeException.ThrowIfZero(0)));
        Assert.Equal(4, _log.Lines.Count);
    }

    private static Exception Thrown(Action act) => Record.Exception(act)!;
}
