using StackExchange.Redis;
using Wire.V1;

namespace Functional.Tests.Delivery;

/// <summary>Looks into a Redis as its users would.</summary>
internal sealed class RedisReader : IDisposable
{
    private readonly ConnectionMultiplexer _client;

    public RedisReader(RedisServer server, string? password = null)
    {
        var configuration = ConfigurationOptions.Parse(server.Address);
        // Tests set limits, passwords and rights, and forget all.
        (configuration.Password, configuration.AllowAdmin) = (password, true);
        // The client's one second and five are too short where other tests take both cores.
        (configuration.SyncTimeout, configuration.ConnectTimeout) = (30_000, 30_000);
        _client = ConnectionMultiplexer.Connect(configuration);
        Database = _client.GetDatabase();
    }

    public IDatabase Database { get; }

    /// <summary>Fields of a Redis stream's entries, oldest first.</summary>
    public List<Dictionary<string, RedisValue>> Entries(string key) =>
        [.. Database.StreamRange(key).Select(entry => entry.Values.ToDictionary(field => (string)field.Name!, field => field.Value))];

    public IEnumerable<FrameResult> Results(string stream) => Entries($"stream:{stream}:results").Select(entry => FrameResult.Parser.ParseFrom((byte[])entry["result"]!));

    public void Dispose() => _client.Dispose();
}
