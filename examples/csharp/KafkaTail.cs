// Prints results as they come into Kafka: dotnet run --project examples/csharp [localhost:9092] [RESULTS]
//
// The server sends them there with --set Kafka:Brokers=localhost:9092; their values are protobuf unless Kafka:Value says otherwise.
using System.Globalization;
using Confluent.Kafka;
using Wire.V1;

var brokers = args.ElementAtOrDefault(0) ?? "localhost:9092";
var wanted = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : int.MaxValue;

// A group of its own, which commits nothing: every reader sees every result, from the oldest that Kafka has.
var configuration = new ConsumerConfig
{
    BootstrapServers = brokers,
    GroupId = $"tail-{Guid.NewGuid():N}",
    AutoOffsetReset = AutoOffsetReset.Earliest,
    EnableAutoCommit = false,
};
using var interrupt = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    interrupt.Cancel();
};

using var consumer = new ConsumerBuilder<string, byte[]>(configuration).Build();
consumer.Subscribe("stream.results");
try
{
    for (var seen = 0; seen < wanted; seen++)
    {
        var message = consumer.Consume(interrupt.Token).Message;
        var result = FrameResult.Parser.ParseFrom(message.Value);
        var objects = result.Objects.Select(found => string.Create(CultureInfo.InvariantCulture, $"{found.Label} {found.Score:0.00}"));
        Console.WriteLine($"{message.Key} frame {result.Sequence}: {(result.Objects.Count > 0 ? string.Join(", ", objects) : "nothing")}");
    }
}
catch (OperationCanceledException)
{
    // Ctrl-C.
}

consumer.Close();
