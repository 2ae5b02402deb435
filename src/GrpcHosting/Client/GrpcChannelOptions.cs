namespace GrpcHosting;

/// <summary>Bounds of a client's connections and messages.</summary>
public sealed record GrpcChannelOptions
{
    /// <inheritdoc cref="GrpcOptions.MaxReceiveMessageBytes"/>
    /// <value>67108864</value>
    public int MaxReceiveMessageBytes { get; init; } = 64 << 20;

    /// <inheritdoc cref="GrpcOptions.MaxSendMessageBytes"/>
    /// <value>67108864</value>
    public int MaxSendMessageBytes { get; init; } = 64 << 20;

    /// <summary>Whether calls that find every connection full open another one instead of waiting.</summary>
    /// <value>true</value>
    public bool ManyConnections { get; init; } = true;
}
