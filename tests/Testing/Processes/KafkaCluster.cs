using System.Diagnostics;

namespace Testing;

/// <summary>librdkafka's mock cluster as a process of its own, which speaks Kafka's protocol on real sockets; see mock_kafka.py.</summary>
/// <remarks>It keeps about 10 MB of a partition and drops what is older.</remarks>
internal sealed class KafkaCluster : IDisposable
{
    // Kafka's protocol: the key of a Produce request.
    public const int Produce = 0;

    private readonly Process _process;

    private KafkaCluster(Process process, string brokers) => (_process, Brokers) = (process, brokers);

    /// <summary>host:port, with commas between them.</summary>
    public string Brokers { get; }

    /// <exception cref="PeerMissingException">Python or librdkafka is not installed.</exception>
    public static KafkaCluster Start(int brokers, int partitions, params string[] topics)
    {
        var script = Path.Combine(Checkout.Root, "tests", "Testing", "Processes", "mock_kafka.py");
        var process = PeerProcess.Start("/usr/bin/python3", "python3", [script, $"{brokers}", $"{partitions}", .. topics]);
        var line = process.StandardOutput.ReadLine();
        if (line is not null && line.StartsWith("127.0.0.1:", StringComparison.Ordinal))
            return new(process, line);
        using (process)
            throw process.WhyEnded("librdkafka", "librdkafka1");
    }

    public void Down(int broker) => Tell($"down {broker}");

    public void Up(int broker) => Tell($"up {broker}");

    /// <param name="code">Of Kafka's protocol; 0 ends it.</param>
    public void FailTopic(string topic, int code) => Tell($"topic_error {topic} {code}");

    /// <param name="api">A request's key.</param>
    public void FailRequests(int api, int code, int count) => Tell($"request_errors {api} {code} {count}");

    /// <summary>It holds its connections, and answers nothing.</summary>
    public void Freeze() => _process.Signal("STOP");

    public void Thaw() => _process.Signal("CONT");

    public void Dispose() => _process.End();

    private void Tell(string what)
    {
        _process.StandardInput.WriteLine(what);
        _process.StandardInput.Flush();
        if (_process.StandardOutput.ReadLine() != "ok")
            throw new InvalidOperationException($"mock_kafka.py does not: {what}");
    }
}
