using FFmpeg;
using Media;
using Microsoft.Extensions.DependencyInjection;
using Streaming.Sources;
using Streaming.Streams;
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

    [Fact]
    public async Task A_new_stream_keeps_nobody_waiting_for_the_disk_and_is_in_the_file_all_the_same()
    {
        await using var server = await ServerFixture.Start();
        var registry = server.Services.GetRequiredService<StreamRegistry>();
        using var origin = new HeldOrigin();
        // So long that writing it takes a while.
        Assert.Equal(CreateOutcome.Created, registry.TryCreate(new() { Id = "first", Url = new string('x', 30_000_000) }, origin, out _));
        Assert.False(registry.Persisted.IsCompleted);
        Assert.Equal(CreateOutcome.Created, registry.TryCreate(new() { Id = "second", Url = origin.Url }, origin, out _));
        await registry.Persisted;
        var ids = File.ReadLines(Path.Combine(server.Data, StreamDefinitions.FileName)).Select(line => System.Text.Json.Nodes.JsonNode.Parse(line)!.Text("id"));
        Assert.Equal(["first", "second"], ids);
        origin.LetGo();
    }

    /// <summary>A source that takes its time to notice that it shall stop.</summary>
    private sealed class HeldOrigin : ISourceOrigin, IDisposable
    {
        private readonly TaskCompletionSource _opening = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly ManualResetEventSlim _held = new();

        public string Url => "held:";

        public bool OutlivesServer => true;

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
