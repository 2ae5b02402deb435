using Streaming.Models;
using Streaming.Sources;
using Streaming.Streams;

namespace Streaming.StreamFiles;

/// <summary>What is wrong with a file's streams on this server: addresses that are not allowed, models that are not there, ids that are taken.</summary>
internal sealed class StreamFileCheck(StreamRegistry registry, ModelRegistry models, IngestOptions ingest, StreamDefinitions kept)
{
    public IEnumerable<StreamFileFault> FaultsOf(IReadOnlyList<StreamFileEntry> entries)
    {
        foreach (var entry in entries)
        {
            foreach (var (option, problem) in FaultsOf(entry.Options))
                yield return new(entry.LineOf(option), $"{option}: {problem}");
        }

        var others = registry.All.Count(stream => !stream.IsOfFile);
        if (entries.Count + others > ingest.MaxStreams)
            yield return new(entries[Math.Max(0, ingest.MaxStreams - others)].Line, $"{entries.Count} streams, and {others} of clients, are more than Ingest:MaxStreams={ingest.MaxStreams} allows");
    }

    private IEnumerable<(string Option, string Problem)> FaultsOf(StreamOptions options)
    {
        if (options.Id is { } id && registry.Find(id) is { IsOfFile: false })
            yield return ("id", $"a client made a stream '{id}'; name this one otherwise, or remove that by DELETE /v1/streams/{id}, or its line from {kept.Path}");
        if (AddressProblem(options.Url) is { } problem)
            yield return ("url", problem);
        if (!models.Contains(options.Model))
            yield return ("model", models.Missing(options.Model));
        else if (ModelProblem(options) is { } fault)
            yield return (fault.Option, fault.Problem);
    }

    private string? AddressProblem(string url)
    {
        try
        {
            if (url.Length > 0)
                SourceAddress.Parse(url, ingest);
            return null;
        }
        catch (UserException e)
        {
            return e.Message;
        }
    }

    /// <summary>A model that runs is asked; of another the stream tells when it starts.</summary>
    private OptionException? ModelProblem(StreamOptions options)
    {
        try
        {
            if (models.EngineOf(models.Find(options.Model)) is { } engine)
                options.ToInference(engine);
            return null;
        }
        catch (OptionException e)
        {
            return e;
        }
    }
}
