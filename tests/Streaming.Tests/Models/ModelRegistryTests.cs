using System.Security.Cryptography;
using Inference.Model;
using Microsoft.Extensions.Time.Testing;
using Streaming.Models;
using Xunit;

namespace Streaming.Tests.Models;

public sealed class ModelRegistryTests : IDisposable
{
    private readonly ModelFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_operators_default_may_be_a_path_but_a_client_asks_by_name()
    {
        var path = _folder.Put("loose.onnx", []);
        using var registry = _folder.Registry(path);
        Assert.True(registry.Contains(null));
        Assert.False(registry.Contains(path));
    }

    [Fact]
    public void A_default_that_is_not_there_is_not_known()
    {
        using var registry = _folder.Registry(Path.Combine(_folder.Models, "missing.onnx"));
        Assert.False(registry.Contains(null));
    }

    [Fact]
    public void A_default_given_as_a_path_is_listed_once_with_its_version()
    {
        var path = _folder.Put("people/3/model.onnx", []);
        using var registry = _folder.Registry(path);
        Assert.Equal([new InstalledModel("people", 3, path)], registry.All);
        Assert.Equal(path, registry.Find(null)?.Path);
    }

    [Fact]
    public void All_who_lease_a_model_share_its_engine()
    {
        _folder.Put("tiny.onnx", TinyOnnx.Detect());
        using var registry = _folder.Registry("tiny");
        Assert.False(registry.TryLease(registry.Find("tiny")!, out _));
        using var one = registry.Lease("tiny");
        using var other = registry.Lease(name: null);
        Assert.True(registry.TryLease(registry.Find("tiny")!, out var third));
        third.Dispose();
        Assert.Same(one.Engine, other.Engine);
        Assert.Equal([new RunningModel(new InstalledModel("tiny", null, Path.Combine(_folder.Models, "tiny.onnx")), one.Engine)], registry.Running);
    }

    [Fact]
    public void An_engine_without_leases_is_unloaded_once_its_time_is_up_and_the_default_stays()
    {
        _folder.Put("tiny.onnx", TinyOnnx.Detect());
        _folder.Put("other.onnx", TinyOnnx.Pose());
        var time = new FakeTimeProvider();
        using var registry = _folder.Registry("tiny", time);
        registry.Lease("tiny").Dispose();
        var (lease, second) = (registry.Lease("other"), registry.Lease("other"));
        lease.Dispose();
        lease.Dispose();
        time.Advance(TimeSpan.FromSeconds(301));
        Assert.Equal(["tiny", "other"], registry.Running.Select(running => running.Installed.Name).Order().Reverse());

        second.Dispose();
        time.Advance(TimeSpan.FromSeconds(299));
        Assert.Equal(2, registry.Running.Count);
        time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(["tiny"], registry.Running.Select(running => running.Installed.Name));
        using var again = registry.Lease("other");
        Assert.Equal(2, registry.Running.Count);
    }

    // The hash was of the file as it lay there after the load, and answers in a shared cache were another model's.
    [Fact]
    public void A_file_that_is_written_anew_is_another_model_and_who_has_the_old_one_keeps_it()
    {
        var (former, present) = (TinyOnnx.Detect().Build(), TinyOnnx.Pose().Build());
        _folder.Put("tiny.onnx", former);
        using var registry = _folder.Registry("tiny");
        using var old = registry.Lease("tiny");
        _folder.Put("tiny.onnx", present);
        using var fresh = registry.Lease("tiny");
        Assert.Equal((Hash(former), Hash(present)), (old.Sha256, fresh.Sha256));
        Assert.Equal((ModelTask.Detect, ModelTask.Pose), (old.Engine.Model.Task, fresh.Engine.Model.Task));
        Assert.Same(fresh.Engine, Assert.Single(registry.Running).Engine);
    }

    [Fact]
    public void A_model_that_cannot_be_loaded_is_tried_again_by_whoever_asks_next()
    {
        _folder.Put("tiny.onnx", OddOnnx.Sequence());
        using var registry = _folder.Registry("tiny");
        Assert.Contains("is a sequence", Assert.Throws<ModelLoadException>(() => registry.Lease("tiny")).Message, StringComparison.Ordinal);
        Assert.Empty(registry.Running);
        Assert.False(registry.IsLoading(registry.Find("tiny")!));
        _folder.Put("tiny.onnx", TinyOnnx.Detect());
        using var lease = registry.Lease("tiny");
    }

    // Three walks a picture, and one between the two of a look-up gave KeyNotFoundException when a version appeared there.
    [Fact]
    public void Pictures_that_follow_one_another_do_not_walk_the_folders()
    {
        _folder.Put("tiny.onnx", TinyOnnx.Detect());
        var clock = new StoppedClock();
        using var registry = _folder.Registry("tiny", clock);
        Assert.Null(registry.Find("people"));
        _folder.Put("people/1/model.onnx", TinyOnnx.Detect());
        Assert.Equal(1, registry.Find("people")?.Version);
        _folder.Put("people/2/model.onnx", TinyOnnx.Detect());
        Assert.Equal(1, registry.Find("people")?.Version);
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(2, registry.Find("people")?.Version);
        Assert.Equal(1, registry.Find("people", "1")?.Version);
        Assert.Null(registry.Find("people", "3"));
    }

    private static string Hash(byte[] file) => Convert.ToHexStringLower(SHA256.HashData(file));

    private sealed class StoppedClock : TimeProvider
    {
        private TimeSpan _now;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _now.Ticks;

        public void Advance(TimeSpan time) => _now += time;
    }
}
