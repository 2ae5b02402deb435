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
        configuration.Password = password;
        // The client's one second and five are too short where other tests take both cores.
        (configuration.SyncTimeout, configuration.ConnectTimeout) = (30_000, 30_000);
        _client = ConnectionMultiplexer.Connect(configuration);
        Database = _client.GetDatabase();
    }

    public IDatabase Database { get; }

    /// <summary>Fields of a Redis stream's entries, oldest first.</summary>
    public List<Dictionary<string, RedisValue>> Entries(string key)
    {
        var entries = new List<Dictionary<string, RedisValue>>();
        foreach (var entry in (RedisResult[])Database.Execute("XRANGE", (RedisKey)key, (RedisValue)"-", (RedisValue)"+")!)
        {
            var fields = (RedisResult[])((RedisResult[])entry!)[1]!;
            entries.Add(Enumerable.Range(0, fields.Length / 2).ToDictionary(i => (string)fields[2 * i]!, i => (RedisValue)fields[2 * i + 1]));
        }

        return entries;
    }

    public IEnumerable<FrameResult> Results(string stream) => Entries($"stream:{stream}:results").Select(entry => FrameResult.Parser.ParseFrom((byte[])entry["result"]!));

    public void Dispose() => _client.Dispose();
}
