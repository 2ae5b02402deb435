using Xunit;

namespace Functional.Tests.KServe;

/// <summary>Cameras and clients of the Open Inference Protocol in the same runs of the model.</summary>
public sealed class KServeBatchTests
{
    private const int Frames = 25;

    // One lane that holds a partial batch for long enough that whoever comes next is in it.
    private static readonly (string, string)[] Batching =
        [("Inference:MaxBatchSize", "4"), ("Inference:MaxQueueDelayMicroseconds", "200000")];

    [Fact]
    public async Task A_camera_and_a_client_share_batches_and_both_get_what_they_get_alone()
    {
        await using var server = await ServerFixture.Start([.. Batching, ("Cache:Kind", "None")]);
        var alone = await Scores(server, realtime: false, seen => seen.Count == Frames);
        var before = await Shared(server);
        var together = Scores(server, realtime: true, seen => seen.Count > Frames / 2);

        // The camera has one frame inside at a time, and so has the client: a batch of two is one of each.
        var tensor = KServeTensor.Noise(1);
        var expected = tensor.RunAlone();
        while (!together.IsCompleted)
            (await server.Infer(tensor)).IsNear(expected);

        Assert.InRange(await Shared(server) - before, Frames / 4, long.MaxValue);
        foreach (var (frame, scores) in await together)
            Assert.Equal(alone[frame], scores, (one, other) => Math.Abs(one - other) <= 1e-4);
    }

    private static async Task<long> Shared(ServerFixture server) => (await server.Statistics())["batch_stats"]!.AsArray()
        .Where(batch => batch!.Number("batch_size") == 2).Sum(batch => batch!.Number("compute_infer", "count"));

    /// <summary>Scores of a looped clip's frames by their place in it.</summary>
    private static async Task<Dictionary<long, float[]>> Scores(ServerFixture server, bool realtime, Func<Dictionary<long, float[]>, bool> isEnough)
    {
        var id = await server.Create(new { url = server.Put(ServeMedia.Clip(Frames)), loop = true, realtime, conf = 0.01 });
        using var viewer = await ServeSubscriber.Connect(server.Http.BaseAddress!, id);
        var scores = new Dictionary<long, float[]>();
        while (!isEnough(scores) && await viewer.Next() is { } result)
            scores[result.Sequence % Frames] = [.. result.Objects.Select(found => found.Score)];
        await server.Http.DeleteAsync($"/v1/streams/{id}", TestContext.Current.CancellationToken);
        return scores;
    }
}
