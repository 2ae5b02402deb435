using Streaming.Sources.WebRtc;
using System.Runtime.InteropServices;
using Inference;
using Media;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using ResultLog;
using Streaming.Models;
using Streaming.Pipeline;
using Streaming.Results;
using Streaming.Sources;
using Streaming.Streams;
using Streaming.Tests.Models;
using Xunit;
using FrameResult = Wire.V1.FrameResult;

namespace Streaming.Tests.Streams;

/// <summary>Whole streams of pushed pictures, one colour each, on the real engine.</summary>
public sealed class VideoStreamTests : IDisposable
{
    private const int Side = 64;

    private static readonly PushFormat Pictures = PushFormat.Of(new RawLayout(PixelFormat.Rgb24, Side, Side, ColorMatrix.Bt601, ColorRange.Limited));

    private readonly ModelFolder _folder = new();
    private readonly Logs _logs = new();
    private readonly byte[] _white = GC.AllocateUninitializedArray<byte>(Side * Side * 3, pinned: true);
    private readonly ModelRegistry _models;

    public VideoStreamTests()
    {
        _white.AsSpan().Fill(0xFF);
        _models = _folder.Registry("people");
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _models.Dispose();
        _logs.Dispose();
        _folder.Dispose();
    }

    // The classes were looked up in whatever the name stood for by then, and its ids filtered the engine that ran.
    [Fact]
    public async Task A_change_of_classes_is_understood_by_the_model_that_runs_and_not_by_a_newer_one()
    {
        _folder.Put("people/1/model.onnx", ModelFolder.Named("red", "green", "blue"));
        using var pushed = new Pushed(this, TimeProvider.System);
        Assert.Equal(["red", "green", "blue"], (await pushed.Next()).Objects.Select(found => found.Label));

        _folder.Put("people/2/model.onnx", ModelFolder.Named("blue", "green", "red"));
        await Eventually.Be(() => _models.Find("people")?.Version == 2, "the newer version is known");
        pushed.Stream.Change(Classes("red"));
        var result = await pushed.Next();
        Assert.Equal(["red"], result.Objects.Select(found => found.Label));
        Assert.Equal("1", result.ModelVersion);
        Assert.Single(_models.Running);
    }

    [Fact]
    public async Task A_stream_whose_model_was_deleted_can_still_be_changed()
    {
        var path = _folder.Put("people/1/model.onnx", ModelFolder.Named("red", "green", "blue"));
        using var pushed = new Pushed(this, TimeProvider.System);
        await pushed.Next();
        File.Delete(path);
        await Eventually.Be(() => !_models.Contains("people"), "it is gone");
        pushed.Stream.Change(Classes("green"));
        Assert.Equal(["green"], (await pushed.Next()).Objects.Select(found => found.Label));
        Assert.Throws<OptionException>(() => pushed.Stream.Change(Classes("purple")));
    }

    // They were looked up when the first session began, and the stream failed then.
    [Fact]
    public async Task Classes_of_a_stream_that_still_connects_are_those_of_its_model()
    {
        _folder.Put("people/1/model.onnx", ModelFolder.Named("red", "green", "blue"));
        using var stream = new VideoStream("gate", new StreamOptions { Url = PublisherOrigin.Address, Model = "people" }, new PublisherOrigin(), Services(TimeProvider.System, _models));
        stream.Start();
        await Eventually.Be(() => stream.Engine is not null, "it has its model");
        Assert.Throws<OptionException>(() => stream.Change(Classes("purple")));
        stream.Change(Classes("green"));
        Assert.Equal("green", Assert.Single(stream.Options.Classes!));
        stream.Stop();
        await stream.Finished;
    }

    [Fact]
    public async Task A_stream_is_run_at_its_own_input_size_and_another_when_it_is_changed()
    {
        _folder.Put("people/1/model.onnx", ModelFolder.Named("red", "green", "blue"));
        using var pushed = new Pushed(this, TimeProvider.System);
        var usual = Width((await pushed.Next()).Objects[0]);
        pushed.Stream.Change(new() { [StreamOption.Of("size")] = "128" });
        Assert.Equal(usual / 2, Width((await pushed.Next()).Objects[0]), 0.5);

        static float Width(Wire.V1.DetectedObject found) => found.Box.XMax - found.Box.XMin;
    }

    [Fact]
    public async Task An_input_size_that_its_model_does_not_take_is_refused_and_says_which_it_takes()
    {
        _folder.Put("people/1/model.onnx", ModelFolder.Named("red", "green", "blue") with { FixedSize = true });
        using var pushed = new Pushed(this, TimeProvider.System);
        await pushed.Next();
        var refused = Assert.Throws<OptionException>(() => pushed.Stream.Change(new() { [StreamOption.Of("size")] = "96x32" }));
        Assert.Equal(("size", "96x32 was asked for; people takes 64x64 alone, for its file has a fixed size. Leave size out, or use an export with dynamic=True"), (refused.Option, refused.Problem));
        pushed.Stream.Change(new() { [StreamOption.Of("size")] = "64" });
        Assert.Equal("64", pushed.Stream.Options.Size);

        using var stream = new VideoStream("small", new StreamOptions { Url = "push://small", Model = "people", Size = "32" }, new PushSource("push://small", Pictures, 4, canWait: true, () => { }), Services(TimeProvider.System, _models));
        stream.Start();
        await stream.Finished.WaitAsync(Cancel);
        Assert.StartsWith("size: 32x32 was asked for; people takes 64x64 alone", stream.Status.LastError, StringComparison.Ordinal);
    }

    [Theory, InlineData("640", true), InlineData("640x384", true), InlineData("32x2048", true)]
    [InlineData("0", false), InlineData("100", false), InlineData("2080", false), InlineData("640x", false), InlineData("x640", false), InlineData("640x640x3", false), InlineData("-32", false), InlineData("", false), InlineData(" 640", false)]
    public void An_input_size_is_a_side_or_width_and_height(string size, bool sound) =>
        Assert.Equal(sound ? 0 : 1, StreamOption.FaultsOf(new StreamOptions { Url = "x", Size = size }, OptionScope.Opened).Count());

    // On a lane's thread it ended the process, with every stream in it.
    [Fact]
    public async Task A_stage_that_throws_fails_its_stream_with_its_stack_in_the_log_and_no_other()
    {
        _folder.Put("people/1/model.onnx", ModelFolder.Named("red", "green", "blue"));
        var clock = new FaultyClock();
        using var sound = new Pushed(this, TimeProvider.System);
        using var faulty = new Pushed(this, clock);
        await sound.Next();
        await faulty.Next();

        clock.Breaks = true;
        // The source has nothing more to say, and is still there: it must not hold the failure up.
        faulty.Push();
        await faulty.Stream.Finished.WaitAsync(Cancel);
        Assert.Equal((StreamState.Failed, "an internal error, see the server's log"), (faulty.Stream.Status.State, faulty.Stream.Status.LastError));
        Assert.Contains(nameof(FaultyClock), Assert.Single(_logs.Faults).ToString(), StringComparison.Ordinal);
        var counts = faulty.Stream.Totals;
        Assert.Equal((2, 0), (counts.Received, counts.InFlight));
        Assert.Equal(counts.Received, counts.Inferred + counts.TotalDropped);
        Assert.False(faulty.Source.TryPush(faulty.Unit()));
        Assert.Equal(3, (await sound.Next()).Objects.Count);
        Assert.Equal(StreamState.Live, sound.Stream.Status.State);
    }

    [Fact]
    public async Task A_stream_that_has_ended_holds_no_model()
    {
        _folder.Put("people/1/model.onnx", ModelFolder.Named("red", "green", "blue"));
        var time = new FakeTimeProvider();
        using var models = _folder.Registry("none", time);
        using (var pushed = new Pushed(this, TimeProvider.System, models))
            await pushed.Next();
        Assert.Single(models.Running);
        time.Advance(TimeSpan.FromSeconds(301));
        Assert.Empty(models.Running);
    }

    private StreamServices Services(TimeProvider time, ModelRegistry models) => new(
        new IngestOptions { ReconnectMinMilliseconds = 1, ReconnectMaxMilliseconds = 5 }, new() { MaxSubscribersPerStream = 10 }, models,
        new ResultDelivery(new DeliveryOptions(), "", [], TimeProvider.System, _logs.CreateLogger<ResultDelivery>()), new(), time, _logs);

    private static StreamPatch Classes(params string[] labels) => new() { [StreamOption.Of("classes")] = labels };

    /// <summary>A stream that a test pushes pictures into, and its results.</summary>
    private sealed class Pushed : IDisposable
    {
        private readonly VideoStreamTests _owner;
        private readonly SubscriberQueue<PublishedResult> _results;

        public Pushed(VideoStreamTests owner, TimeProvider time, ModelRegistry? models = null)
        {
            _owner = owner;
            Stream = new VideoStream("gate", new StreamOptions { Url = "push://gate", Model = "people" }, Source, owner.Services(time, models ?? owner._models));
            _results = Stream.Hub.Subscribe()!;
            Stream.Start();
        }

        public PushSource Source { get; } = new("push://gate", Pictures, 4, canWait: true, () => { });

        public VideoStream Stream { get; }

        public EncodedUnit Unit() => EncodedUnit.Of(new Frame
        {
            Format = PixelFormat.Rgb24, Width = Side, Height = Side, Plane0 = Marshal.UnsafeAddrOfPinnedArrayElement(_owner._white, 0), Stride0 = Side * 3,
        });

        public void Push() => Assert.True(Source.TryPush(Unit()));

        /// <summary>The result of one more picture.</summary>
        public async Task<FrameResult> Next()
        {
            Push();
            return (await _results.Reader.ReadAsync(Cancel)).Message;
        }

        public void Dispose()
        {
            Stream.Stop();
            Stream.Finished.Wait(CancellationToken.None);
            Stream.Dispose();
        }
    }

    /// <summary>Once it breaks, it cannot be read on a lane's thread: whichever stage asks for the time throws.</summary>
    private sealed class FaultyClock : TimeProvider
    {
        public bool Breaks { get; set; }

        public override long GetTimestamp() =>
            Breaks && Thread.CurrentThread.Name?.Contains("lane", StringComparison.Ordinal) == true ? throw new InvalidOperationException("no time") : base.GetTimestamp();
    }

    /// <summary>Keeps the exceptions that were logged.</summary>
    private sealed class Logs : ILoggerFactory, ILogger
    {
        private readonly List<Exception> _faults = [];

        public IReadOnlyList<Exception> Faults
        {
            get
            {
                lock (_faults)
                    return [.. _faults];
            }
        }

        public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (exception is null)
                return;
            lock (_faults)
                _faults.Add(exception);
        }

        public void Dispose()
        {
        }
    }
}
