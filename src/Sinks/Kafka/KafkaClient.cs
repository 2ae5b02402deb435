using System.Text.RegularExpressions;
using Confluent.Kafka;
using ResultLog;

namespace Sinks.Kafka;

/// <summary>librdkafka's producer, and what it last complained of.</summary>
internal sealed partial class KafkaClient : IDisposable
{
    // A cluster that answers does so in milliseconds; a stop of the server may have to wait for this.
    private static readonly TimeSpan MetadataTimeout = TimeSpan.FromSeconds(3);

    private readonly IProducer<byte[], byte[]> _producer;

    // librdkafka frees what a question under way still uses, and the process dies of it: the client ends after the answer.
    private readonly Lock _asking = new();
    private volatile bool _isEnding;
    private volatile string? _complaint;
    private volatile TaskCompletionSource _outage = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <exception cref="SinkException">A property is wrong, or the library is missing.</exception>
    public KafkaClient(KafkaSinkOptions options, ILogger log)
    {
        try
        {
            _producer = new ProducerBuilder<byte[], byte[]>(KafkaProperties.Of(options))
                .SetErrorHandler((_, error) => Complain(error))
                .SetLogHandler((_, line) => KafkaClientSays(log, line.Message))
                .Build();
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException or KafkaException)
        {
            throw new SinkException($"the configuration is refused: {WithoutValues(e.Message, options)}", e);
        }
    }

    /// <summary>It never sends again; a new client may.</summary>
    public bool IsBroken { get; private set; }

    /// <summary>What it said last of why nothing can be sent; null since something could.</summary>
    public string? Complaint => _complaint;

    /// <summary>Has ended while the cluster is unusable, as far as is known: librdkafka tells that once, and the next record that is delivered disproves it.</summary>
    public Task Outage => _outage.Task;

    /// <summary>Asks the cluster for topics. Blocks.</summary>
    /// <exception cref="SinkException">The cluster cannot be reached, or a topic not be written.</exception>
    public void Check(IReadOnlyList<string> topics)
    {
        lock (_asking)
        {
            try
            {
                foreach (var topic in topics)
                    Check(topic);
                EndOutage();
            }
            catch (KafkaException e)
            {
                throw new SinkException(KafkaErrors.Advise(_complaint ?? e.Error.Reason), e);
            }
        }
    }

    /// <summary>Hands a message over; <paramref name="report"/> is called once, on the client's thread.</summary>
    /// <returns>Why it was not taken; then there is no report. Null where it was.</returns>
    public Error? Send(string topic, Message<byte[], byte[]> message, Action<Error> report)
    {
        try
        {
            _producer.Produce(topic, message, delivered => Report(delivered.Error, report));
            return null;
        }
        catch (KafkaException e)
        {
            return e.Error;
        }
    }

    public void Dispose()
    {
        _isEnding = true;
        lock (_asking)
            _producer.Dispose();
    }

    /// <summary>librdkafka repeats the value that it does not like, which may be a password; it names the property too.</summary>
    private static string WithoutValues(string text, KafkaSinkOptions options) => options.Properties
        .Where(property => property.Value.Length > 0 && !IsHarmless().IsMatch(property.Key.Replace('_', '.')))
        .OrderByDescending(property => property.Value.Length)
        .Aggregate(text, (left, property) => left.Replace($"\"{property.Value}\"", "\"***\"", StringComparison.Ordinal));

    [GeneratedRegex(@"^(?:compression\..*|enable\..*|acks|partitioner|debug|security\.protocol|sasl\.mechanisms?|.*\.(?:ms|bytes|messages|kbytes|size|max|retries))$")]
    private static partial Regex IsHarmless();

    private void Check(string topic)
    {
        if (_isEnding)
            throw new SinkException("the client is ending");
        using var admin = new DependentAdminClientBuilder(_producer.Handle).Build();
        // One that is not there yet may come with the first record.
        if (admin.GetMetadata(topic, MetadataTimeout).Topics.FirstOrDefault(found => KafkaErrors.IsLasting(found.Error.Code)) is { } found)
            throw new SinkException(KafkaErrors.Describe(found.Error, found.Topic));
    }

    // As complaints come, on the client's one thread, so that what it says last counts.
    private void Report(Error error, Action<Error> report)
    {
        if (!error.IsError)
            EndOutage();
        report(error);
    }

    private void EndOutage()
    {
        _complaint = null;
        if (_outage.Task.IsCompleted)
            _outage = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    private void Complain(Error error)
    {
        IsBroken |= error.IsFatal;
        // "All brokers are down" says less than what each of them said before.
        if (error.Code != ErrorCode.Local_AllBrokersDown || _complaint is null)
            _complaint = error.Reason;
        if (KafkaErrors.IsOutage(error))
            _outage.TrySetResult();
    }

    [LoggerMessage(120, LogLevel.Debug, "Kafka client: {Line}")]
    private static partial void KafkaClientSays(ILogger log, string line);
}
