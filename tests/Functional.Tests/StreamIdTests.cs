using FFmpeg;
using Microsoft.Extensions.DependencyInjection;
using Server.Ingest;
using Server.Streams;
using Xunit;

namespace Functional.Tests;

public sealed class StreamIdTests
{
    // The old stream's last results, and that it ended, would come after the new one's start.
    [Fact]
    public async Task An_id_is_free_when_the_stream_that_had_it_has_told_its_end()
    {
        await using var server = await ServerFixture.Start();
        var registry = server.Services.GetRequiredService<StreamRegistry>();
        using var origin = new HeldOrigin();
        var options = new StreamOptions { Id = "gate", Url = origin.Url };
        Assert.Equal(CreateOutcome.Created, registry.TryCreate(options, origin, out _));
        await origin.Opening;

        var removing = registry.RemoveAsync("gate");
        Assert.Null(registry.Find("gate"));
        Assert.Equal(CreateOutcome.Exists, registry.TryCreate(options, origin, out _));
        Assert.False(await registry.RemoveAsync("gate"));

        origin.LetGo();
        Assert.True(await removing);
        Assert.Equal(CreateOutcome.Created, registry.TryCreate(options, origin, out _));
    }

    /// <summary>A source that takes its time to notice that it shall stop.</summary>
    private sealed class HeldOrigin : ISourceOrigin, IDisposable
    {
        private readonly TaskCompletionSource _opening = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly ManualResetEventSlim _held = new();

        public string Url => "held:";

        public Task Opening => _opening.Task;

        public void LetGo() => _held.Set();

        public IIngestSource Open(CancellationToken stop)
        {
            _opening.TrySetResult();
            _held.Wait(CancellationToken.None);
            stop.WaitHandle.WaitOne();
            throw new OperationCanceledException(stop);
        }

        public bool MayReturn(MediaErrorKind error) => false;

        public void Dispose() => _held.Set();
    }
}
