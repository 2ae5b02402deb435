using Google.Protobuf.Reflection;
using Wire.V1;
using Xunit;

namespace Wire.Tests;

public class FieldNumberTests
{
    [Fact]
    public void Fields_keep_their_numbers_names_and_types()
    {
        var lines = OurFiles().OrderBy(file => file.Name, StringComparer.Ordinal).SelectMany(file => file.MessageTypes).SelectMany(Describe);
        Approved.Matches("tests/Wire.Tests/wire.approved.txt", string.Concat(lines.Select(line => line + "\n")));
    }

    // Generated code has one static class with a Descriptor for each .proto file.
    private static IEnumerable<FileDescriptor> OurFiles() => typeof(FrameResult).Assembly.GetTypes()
        .Select(type => type.GetProperty("Descriptor", typeof(FileDescriptor))?.GetValue(null)).OfType<FileDescriptor>();

    private static IEnumerable<string> Describe(MessageDescriptor message) =>
        message.Fields.InFieldNumberOrder().Select(Describe).Concat(message.NestedTypes.SelectMany(Describe));

    private static string Describe(FieldDescriptor field)
    {
        var type = field.FieldType switch
        {
            FieldType.Message => field.MessageType.FullName,
            FieldType.Enum => field.EnumType.FullName,
            var scalar => scalar.ToString().ToLowerInvariant(),
        };
        return $"{field.FullName} = {field.FieldNumber} {(field.IsRepeated ? "repeated " : "")}{type} \"{field.JsonName}\"";
    }
}
