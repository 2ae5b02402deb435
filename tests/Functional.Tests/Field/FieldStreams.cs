using System.Diagnostics;
using System.Text.Json.Nodes;
using Xunit;

namespace Functional.Tests.Field;

/// <summary>Every stream of a table on one server, all at once, watched for a while: a table of fifty takes as long as one of its rows.</summary>
public abstract class FieldStreams : IAsyncLifetime
{
    private static readonly TimeSpan Watched = TimeSpan.FromSeconds(24), Poll = TimeSpan.FromMilliseconds(100);

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

        foreach (var (name, sighting) in _sightings.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            TestContext.Current.SendDiagnosticMessage($"FIELD\t{name}\t{sighting}");
    }

    /// <summary>The states that a stream went through, and how it was at last.</summary>
    internal sealed class Sighting
    {
        private readonly List<string> _states = [];

        public JsonNode Last { get; private set; } = null!;

        public IReadOnlyList<string> States => _states;

        public long Inferred => Last.Number("frames", "inferred");

        public string Error => Last["lastError"]?.GetValue<string>() ?? "";

        public string Warning => Last["lastWarning"]?.GetValue<string>() ?? "";

        public string Size => Last["session"] is { } session ? $"{session["width"]}x{session["height"]}" : "";

        public void See(JsonNode stream)
        {
            Last = stream;
            if (_states.LastOrDefault() != stream.Text("state"))
                _states.Add(stream.Text("state"));
        }

        public override string ToString() =>
            $"{string.Join(">", States)}\t{Inferred}\t{Last.Number("frames", "received")}\t{Size}\t{Last["session"]?["codec"]}\tE: {Error}\tW: {Warning}\t{string.Join(' ', Last["frames"]!["dropped"]!.AsObject().Where(d => d.Value!.GetValue<long>() > 0).Select(d => $"{d.Key}={d.Value}"))}";
    }
}
