using System.Globalization;
using Streaming.Streams;

namespace Streaming.StreamFiles;

/// <summary>The streams of a text, each option by <see cref="StreamOption"/>, and all that is wrong with it by itself.</summary>
internal sealed class StreamFileText
{
    private const string List = "streams";

    private static readonly StreamOption[] Options = [.. StreamOption.In(OptionScope.Opened)];

    private readonly List<StreamFileEntry> _entries = [];
    private readonly List<StreamFileFault> _faults = [];
    private readonly SecretText _secrets;

    private StreamFileText(SecretText secrets) => _secrets = secrets;

    public IReadOnlyList<StreamFileEntry> Entries => _entries;

    public IReadOnlyList<StreamFileFault> Faults => _faults;

    public static StreamFileText Parse(string text, SecretText secrets)
    {
        var parsed = new StreamFileText(secrets);
        var (root, faults) = NodeReader.Read(text);
        parsed._faults.AddRange(faults);
        if (root is not null)
            parsed.ReadRoot(root);
        else if (faults.Count == 0)
            parsed._faults.Add(new(1, $"the file is empty; '{List}: []' says that there are none"));
        return parsed;
    }

    private void ReadRoot(TextNode root)
    {
        if (root is not TextMap map)
        {
            ReadStreams(root);
            return;
        }

        // As in Compose files, x-anything is a place for what is used elsewhere in the text.
        foreach (var member in map.Members.Where(member => member.Name != List && !member.Name.StartsWith("x-", StringComparison.Ordinal)))
            _faults.Add(new(member.Line, $"{member.Name}: unknown{NearWord.Hint(member.Name, [List], $"; the file has '{List}', a list, and x-… for pieces that are used again")}"));
        if (map.Members.FirstOrDefault(member => member.Name == List) is { } streams)
            ReadStreams(streams.Value);
        else
            _faults.Add(new(map.Line, $"'{List}' is missing; '{List}: []' says that there are none"));
    }

    private void ReadStreams(TextNode node)
    {
        if (node is not TextList list)
        {
            _faults.Add(new(node.Line, $"{List}: is {node.Kind}; it must be a list, each with an id and a url"));
            return;
        }

        foreach (var item in list.Items)
        {
            if (item is TextMap map)
                ReadStream(map);
            else
                _faults.Add(new(item.Line, $"is {item.Kind}; a stream has an id and a url"));
        }

        foreach (var same in _entries.Where(entry => entry.Options.Id is not null).GroupBy(entry => entry.Options.Id).Where(same => same.Count() > 1))
            _faults.AddRange(same.Skip(1).Select(again => new StreamFileFault(again.LineOf("id"), $"id: '{same.Key}' is in line {same.First().LineOf("id")} already")));
    }

    private void ReadStream(TextMap map)
    {
        var (values, lines) = (new List<(StreamOption, object?)>(), new Dictionary<string, int>(StringComparer.Ordinal));
        var before = _faults.Count;
        foreach (var member in map.Members)
        {
            if (Options.FirstOrDefault(option => option.Name == member.Name) is not { } option)
            {
                string[] names = [.. Options.Select(known => known.Name)];
                _faults.Add(new(member.Line, $"{member.Name}: unknown{NearWord.Hint(member.Name, names, $"; there are {string.Join(", ", names)}")}"));
            }
            else if (Value(option, member.Value) is { } value)
            {
                values.Add((option, value));
            }

            lines[member.Name] = member.Line;
        }

        var entry = new StreamFileEntry(new StreamOptions().With(values), map.Line, lines);
        _entries.Add(entry);
        if (!lines.ContainsKey("id"))
            _faults.Add(new(map.Line, "id: is required here: by it the stream is known again when the file is changed"));
        // What could not be read has been told.
        var told = _faults.Skip(before).Select(fault => fault.Line).ToHashSet();
        foreach (var (option, problem) in StreamOption.FaultsOf(entry.Options, OptionScope.Opened))
        {
            if (!told.Contains(entry.LineOf(option.Name)))
                _faults.Add(new(entry.LineOf(option.Name), $"{option.Name}: {problem}"));
        }
    }

    /// <returns>Null where it is absent, or not understood.</returns>
    private object? Value(StreamOption option, TextNode node)
    {
        if (node is TextScalar { IsNull: true })
            return null;
        if (option.Type == typeof(string[]))
            return Texts(option, node);
        if (node is TextScalar scalar && Text(option, scalar) is { } text)
            return Convert(option, text) ?? Fault(node.Line, option, $"must be {Expected(option)}");
        return node is TextScalar ? null : Fault(node.Line, option, $"is {node.Kind}; it must be {Expected(option)}");
    }

    private string[]? Texts(StreamOption option, TextNode node)
    {
        var items = node is TextList list ? list.Items : [node];
        string?[] texts = [.. items.Select(item => item is TextScalar { IsNull: false } scalar ? Text(option, scalar) : (string?)Fault(item.Line, option, "must be a list of texts"))];
        return texts.Contains(null) ? null : [.. texts.OfType<string>()];
    }

    private string? Text(StreamOption option, TextScalar scalar)
    {
        try
        {
            return _secrets.Expand(scalar.Text);
        }
        catch (FormatException e)
        {
            return (string?)Fault(scalar.Line, option, e.Message);
        }
    }

    private static object? Convert(StreamOption option, string text) => Type.GetTypeCode(option.Type) switch
    {
        TypeCode.String => text,
        TypeCode.Boolean => text switch { "true" => true, "false" => false, _ => null },
        TypeCode.Int32 => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null,
        TypeCode.Single => float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null,
        TypeCode.Double => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null,
        _ => throw new InvalidOperationException($"a file of streams has no {option.Type.Name}, and so no {option.Name}"),
    };

    private static string Expected(StreamOption option) => Type.GetTypeCode(option.Type) switch
    {
        TypeCode.String => "a text",
        TypeCode.Boolean => "true or false",
        TypeCode.Int32 => $"a whole number in {option.Bounds}",
        _ => $"a number in {option.Bounds}",
    };

    private object? Fault(int line, StreamOption option, string problem)
    {
        _faults.Add(new(line, $"{option.Name}: {problem}"));
        return null;
    }
}

/// <summary>One stream of a file, and where it is written.</summary>
/// <param name="Lines">Of the options that it has.</param>
internal sealed record StreamFileEntry(StreamOptions Options, int Line, IReadOnlyDictionary<string, int> Lines)
{
    public string Id => Options.Id!;

    public int LineOf(string option) => Lines.GetValueOrDefault(option, Line);
}
