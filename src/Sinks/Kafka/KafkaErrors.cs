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

    public static string Describe(Error error, string topic) => error.Code switch
    {
        ErrorCode.TopicAuthorizationFailed => $"no right to write to topic {topic}",
        ErrorCode.ClusterAuthorizationFailed => "no right to write idempotently (IdempotentWrite on the cluster)",
        ErrorCode.UnknownTopicOrPart or ErrorCode.Local_UnknownTopic or ErrorCode.Local_UnknownPartition => $"topic {topic} does not exist, and the cluster does not create it",
        _ => $"topic {topic}: {error.Reason}",
    };
}
