using Inference;
using Media;
using Streaming.Pipeline;
using Xunit;

namespace Streaming.Tests.Streams;

public sealed class FrameTraceTests
{
    [Fact]
    public void While_nobody_listens_a_frame_has_no_span_and_costs_no_memory()
    {
        var trace = new FrameTrace("gate", "session", TimeProvider.System);
        var unit = EncodedUnit.Of(new byte[1], new FrameTimes(0, 0, null, 1, default), isKey: true);
        Assert.Null(trace.Begin(unit).Times.Trace);
        Assert.Equal(0, Allocated.By(() =>
        {
            _ = trace.Begin(unit);
            FrameTrace.Dropped(default, DropReason.Superseded);
        }, times: 1000));
    }
}
