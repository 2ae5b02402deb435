using Streaming.Models;
using Streaming.Sources;

namespace Streaming.Streams;

/// <summary>At the start: makes the streams again that the server had, before anyone can ask for others.</summary>
internal sealed class StreamRestore(StreamRegistry registry, ModelRegistry models, IngestOptions ingest, StreamDefinitions definitions, ILogger<StreamRestore> log) : IHostedService
{
    /// <exception cref="UserException">Their file cannot be read.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (!ingest.KeepStreams)
            return;
        foreach (var definition in definitions.Read())
        {
            if (Fault(definition) is not { } fault)
                continue;
            log.StreamNotRestored(definition.Options?.Id ?? "(unreadable)", definitions.Path, fault);
            definitions.AddForeign(definition);
        }

        if (registry.Count > 0)
            log.StreamsRestored(registry.Count, definitions.Path);
        await registry.PersistTo(definitions);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>What keeps a stream from being made; null where it was.</summary>
    private string? Fault(StreamDefinition definition)
    {
        if (definition.Options is not { } options)
            return definition.Fault;
        if (!models.Contains(options.Model))
            return models.Missing(options.Model);
        try
        {
            return registry.TryCreate(options, SourceAddress.Parse(options.Url, ingest), out _) switch
            {
                CreateOutcome.Created => null,
                CreateOutcome.Exists => "a stream is called so already",
                var outcome => registry.RejectionReason(outcome),
            };
        }
        catch (UserException e)
        {
            return $"url: {e.Message}";
        }
    }
}
