using Google.Protobuf;
using Google.Protobuf.Reflection;
using Server.Grpc;
using Streaming.Streams;
using V1 = Wire.V1;

namespace Server.Streams;

/// <summary>Options between their record and messages, whose fields have their names.</summary>
internal static class OptionMessages
{
    private static readonly (StreamOption Option, FieldDescriptor Field)[] OfStream = Fields(V1.StreamOptions.Descriptor), OfPicture = Fields(V1.DetectRequest.Descriptor);

    public static StreamOptions ToOptions(V1.StreamOptions? message) => new StreamOptions().With(Values(message ?? new(), OfStream));

    public static StreamOptions ToOptions(V1.DetectRequest message) => new StreamOptions().With(Values(message, OfPicture));

    public static StreamPatch ToPatch(V1.StreamOptions? message)
    {
        var patch = new StreamPatch();
        foreach (var (option, value) in Values(message ?? new(), OfStream))
            patch[option] = option.MayChange ? value : throw GrpcFaults.BadField($"options.{option.Field}", "cannot be changed while the stream runs");
        return patch;
    }

    public static V1.StreamOptions ToMessage(StreamOptions options)
    {
        var message = new V1.StreamOptions();
        foreach (var (option, field) in OfStream)
        {
            if (option.Get(options) is { } value)
                field.Accessor.SetValue(message, value is string[] labels ? new V1.LabelFilter { Labels = { labels } } : value);
        }

        return message;
    }

    private static (StreamOption Option, FieldDescriptor Field)[] Fields(MessageDescriptor message) =>
        [.. message.Fields.InFieldNumberOrder().Join(StreamOption.All, field => field.Name, option => option.Field, (field, option) => (option, field))];

    /// <summary>Those that the message has.</summary>
    private static IEnumerable<(StreamOption Option, object? Value)> Values(IMessage message, IEnumerable<(StreamOption Option, FieldDescriptor Field)> fields) =>
        from one in fields
        let value = Value(message, one.Field)
        where value is not null
        select (one.Option, value);

    private static object? Value(IMessage message, FieldDescriptor field) =>
        field.HasPresence && !field.Accessor.HasValue(message) ? null : field.Accessor.GetValue(message) switch
        {
            V1.LabelFilter filter => filter.Labels.ToArray(),
            // These are there always.
            IEnumerable<string> labels => labels.Any() ? labels.ToArray() : null,
            "" when !field.HasPresence => null,
            var value => value,
        };
}
