using System.Diagnostics;
using System.Text.Json.Nodes;
using Xunit;

namespace Functional.Tests.Field;

/// <summary>Every stream of a table on one server, all at once, watched for a while: a table of fifty takes as long as one of its rows.</summary>
public abstract class FieldStreams : IAsyncLifetime
{
    /// <summary>So long are they watched.</summary>
    internal const int Seconds = 24;

    private static readonly TimeSpan Watched = TimeSpan.FromSeconds(Seconds), Poll = TimeSpan.FromMilliseconds(100);

    private readonly Dictionary<string, Sighting> _sightings = [];
    private string? _missing;

    /// <summary>The script that serves them.</summary>
    private protected abstract string Script { get; }

    /// <summary>By name, what makes each.</summary>
    private protected abstract IEnumerable<(string Name, object Stream)> Streams(int port);

    /// <summary>What became of a stream.</summary>
    internal Sighting this[string name]
    {
        get
        {
            Assert.SkipWhen(_missing is not null, _missing ?? "");
            return _sightings[name];
        }
    }

    public async ValueTask InitializeAsync()
    {
        try
        {
            using var peer = await FieldPeer.Start(Script);
            await using var server = await ServerFixture.Start(("Ingest:TimeoutSeconds", "4"), ("Ingest:MaxStreams", "200"), ("Ingest:MinStreamFps", "0"), ("Ingest:FileRoots:0", System.IO.Path.GetDirectoryName(FieldInput.Path("watch.py"))!));
            await Watch(server, [.. Streams(peer.Port)]);
        }
        catch (PeerMissingException e)
        {
            _missing = e.Message;
        }
    }

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    private async Task Watch(ServerFixture server, IReadOnlyList<(string Name, object Stream)> streams)
    {
        var ids = new Dictionary<string, string>();
        foreach (var (name, stream) in streams)
        {
            ids[name] = await server.Create(stream);
            _sightings[name] = new();
        }

        for (var begun = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(begun) < Watched; await Task.Delay(Poll))
        {
            foreach (var (name, id) in ids)
                _sightings[name].See(await server.Stream(id));
        }

    }

    /// <summary>The states that a stream went through, and how it was at last.</summary>
    internal sealed class Sighting
    {
        private readonly List<string> _states = [], _warnings = [];

        public JsonNode Last { get; private set; } = null!;

        public long Inferred => Last.Number("frames", "inferred");

        public string Size => Last["session"] is { } session ? $"{session["width"]}x{session["height"]}" : "";

        /// <summary>All that there were, in lines.</summary>
        public string Warnings => string.Join('\n', _warnings);

        private string Error => Last["lastError"]?.GetValue<string>() ?? "";

        public void See(JsonNode stream)
        {
            Last = stream;
            if (_states.LastOrDefault() != stream.Text("state"))
                _states.Add(stream.Text("state"));
            if (stream["lastWarning"]?.GetValue<string>() is { } warning && !_warnings.Contains(warning))
                _warnings.Add(warning);
        }

        /// <param name="state">At last; "flaps": lost and live again.</param>
        public void Is(string state, double least, string error, string warning)
        {
            Assert.True(state == "flaps" ? _states.Contains("live") && _states.Contains("reconnecting") : _states[^1] == state, $"{this}");
            Assert.True(Inferred >= least, $"{Inferred} of {least}: {this}");
            Assert.Contains(error, Error, StringComparison.Ordinal);
            Assert.Contains(warning, Warnings, StringComparison.Ordinal);
            Last["frames"]!.IsExact();
            // A size is that of a decoded frame.
            Assert.True(_states[^1] != "live" || Size is not ("" or "0x0"), $"{this}");
        }

        public override string ToString() => $"{string.Join(" > ", _states)}, {Size}, {Last["frames"]!.ToJsonString()}, error: {Error}, warnings: {Warnings}";
    }
}
