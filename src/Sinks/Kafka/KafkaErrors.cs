using Confluent.Kafka;

namespace Sinks.Kafka;

/// <summary>librdkafka's errors, by what they mean for a sink.</summary>
internal static class KafkaErrors
{
    /// <summary>The record itself is the fault; sent again it fails again.</summary>
    public static bool IsRefusal(ErrorCode code) => code is ErrorCode.MsgSizeTooLarge or ErrorCode.InvalidMsg or ErrorCode.InvalidRecord;

    /// <summary>A topic that is answered with this will not be there by itself.</summary>
    public static bool IsLasting(ErrorCode code) => code is ErrorCode.TopicAuthorizationFailed or ErrorCode.TopicException;

    /// <summary>The cluster cannot be used at all until someone acts, or until it is back.</summary>
    public static bool IsOutage(Error error) =>
        error.IsFatal || error.Code is ErrorCode.Local_AllBrokersDown or ErrorCode.Local_Authentication or ErrorCode.SaslAuthenticationFailed or ErrorCode.Local_Ssl;

    /// <summary>librdkafka's words, which name the broker and what was seen, and what to look at next.</summary>
    public static string Advise(string complaint) => complaint switch
    {
        _ when Has(complaint, "Connection refused") => $"{complaint}: nothing listens there; is it running, is Kafka:Brokers right?",
        _ when Has(complaint, "Failed to resolve") => $"{complaint}: is Kafka:Brokers spelled right, does DNS answer?",
        _ when Has(complaint, "authentication") || Has(complaint, "SASL") => $"{complaint}: check Kafka:Properties:sasl.mechanisms, sasl.username and sasl.password",
        _ when Has(complaint, "SSL") => $"{complaint}: check Kafka:Properties:security.protocol and ssl.ca.location",
        _ when Has(complaint, "Disconnected") => $"{complaint}: does it want another Kafka:Properties:security.protocol?",
        _ when Has(complaint, "timed out") || Has(complaint, "does not answer") => $"{complaint}: is Kafka:Brokers right, does a firewall drop it?",
        _ => complaint,
    };

    private static bool Has(string text, string words) => text.Contains(words, StringComparison.OrdinalIgnoreCase);

    public static string Describe(Error error, string topic) => error.Code switch
    {
        ErrorCode.TopicAuthorizationFailed => $"no right to write to topic {topic}; give the user WRITE and DESCRIBE on it",
        ErrorCode.ClusterAuthorizationFailed => "no right to write idempotently; give the user IdempotentWrite on the cluster",
        ErrorCode.UnknownTopicOrPart or ErrorCode.Local_UnknownTopic or ErrorCode.Local_UnknownPartition => $"topic {topic} does not exist, and the cluster does not create it; create it, or name another by Kafka:ResultsTopic and Kafka:EventsTopic",
        ErrorCode.MsgSizeTooLarge => $"topic {topic}: a message is too large for it ({error.Reason}); raise max.message.bytes of the topic, and Kafka:Properties:message.max.bytes",
        _ => $"topic {topic}: {error.Reason}",
    };
}
