using Inference;
using Server.Cli;
using Server.Ingest;

namespace Server.Configuration;

/// <summary>All options of the server, read once and strictly: appsettings.json, then environment (Section__Key), then command line.</summary>
internal sealed record ServerConfiguration(ServerOptions Server, IngestOptions Ingest, InferenceOptions Inference)
{
    /// <exception cref="UserException">Lists every fault by key, value and bound.</exception>
    public static ServerConfiguration Read(IConfiguration configuration)
    {
        var faults = new List<ConfigurationFault>();
        var read = new ServerConfiguration(
            OptionsReader.Read<ServerOptions>(configuration, "Server", faults),
            OptionsReader.Read<IngestOptions>(configuration, "Ingest", faults),
            OptionsReader.Read<InferenceOptions>(configuration, "Inference", faults));
        faults.AddRange(read.CrossFieldFaults());
        return faults.Count == 0
            ? read
            : throw new UserException($"the configuration has {faults.Count} fault{(faults.Count > 1 ? "s" : "")}:\n  {string.Join("\n  ", faults)}");
    }

    private IEnumerable<ConfigurationFault> CrossFieldFaults()
    {
        if (!System.Net.IPAddress.TryParse(Server.Listen, out _))
            yield return new("Server:Listen", Server.Listen, "expected an IP address such as 127.0.0.1, 0.0.0.0 or ::");
        if (Ingest.ReconnectMaxMilliseconds < Ingest.ReconnectMinMilliseconds)
            yield return new("Ingest:ReconnectMaxMilliseconds", $"{Ingest.ReconnectMaxMilliseconds}", $"must be at least Ingest:ReconnectMinMilliseconds, {Ingest.ReconnectMinMilliseconds}");
        foreach (var root in Ingest.FileRoots.Where(root => !Directory.Exists(root)))
            yield return new("Ingest:FileRoots", root, "no such folder");
    }
}
