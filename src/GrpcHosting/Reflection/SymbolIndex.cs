using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace GrpcHosting.Reflection;

/// <summary>Where each name of some files, and of all that they import, is declared.</summary>
internal sealed class SymbolIndex
{
    private readonly Dictionary<string, FileDescriptor> _files = [];
    private readonly Dictionary<string, FileDescriptor> _symbols = [];
    private readonly Dictionary<(string Message, int Number), FileDescriptor> _extensions = [];

    public SymbolIndex(IEnumerable<FileDescriptor> files)
    {
        foreach (var file in files)
            Add(file);
    }

    public FileDescriptor? FileNamed(string name) => _files.GetValueOrDefault(name);

    public FileDescriptor? FileOf(string symbol) => _symbols.GetValueOrDefault(symbol.TrimStart('.'));

    public FileDescriptor? FileOfExtension(string message, int number) => _extensions.GetValueOrDefault((message.TrimStart('.'), number));

    /// <returns>Null for a message that is not known.</returns>
    public IEnumerable<int>? ExtensionsOf(string message) =>
        FileOf(message) is null ? null : _extensions.Keys.Where(extension => extension.Message == message).Select(extension => extension.Number).Order();

    /// <summary>The file after everything that it imports, each once.</summary>
    public static IEnumerable<ByteString> WithImports(FileDescriptor file)
    {
        var seen = new HashSet<string>();
        return Walk(file).Select(one => one.SerializedData);

        IEnumerable<FileDescriptor> Walk(FileDescriptor one) =>
            seen.Add(one.Name) ? [.. one.Dependencies.SelectMany(Walk), one] : [];
    }

    private void Add(FileDescriptor file)
    {
        if (!_files.TryAdd(file.Name, file))
            return;
        foreach (var service in file.Services)
            Add(file, [service, .. service.Methods]);
        foreach (var enumeration in file.EnumTypes)
            Add(file, [enumeration, .. enumeration.Values]);
        foreach (var message in file.MessageTypes)
            Add(file, message);
        Add(file, file.Extensions.UnorderedExtensions);
        foreach (var import in file.Dependencies)
            Add(import);
    }

    private void Add(FileDescriptor file, MessageDescriptor message)
    {
        Add(file, [message, .. message.Fields.InDeclarationOrder(), .. message.Oneofs]);
        foreach (var enumeration in message.EnumTypes)
            Add(file, [enumeration, .. enumeration.Values]);
        Add(file, message.Extensions.UnorderedExtensions);
        foreach (var nested in message.NestedTypes)
            Add(file, nested);
    }

    private void Add(FileDescriptor file, IEnumerable<IDescriptor> symbols)
    {
        foreach (var symbol in symbols)
        {
            _symbols[symbol.FullName] = file;
            if (symbol is FieldDescriptor { IsExtension: true } extension)
                _extensions[(extension.ExtendeeType.FullName, extension.FieldNumber)] = file;
        }
    }
}
