using Inference.Model;
using Spectre.Console;
using Streaming.Models;

namespace Cli.Models;

/// <summary>Models as a table on standard output.</summary>
internal static class ModelsTable
{
    /// <summary>Columns of characters where no terminal limits them: a row stays a line, so that it can be searched.</summary>
    private const int UnboundedWidth = 4096;

    public static void Write(IEnumerable<ModelInspection> models)
    {
        var console = AnsiConsole.Console;
        if (Console.IsOutputRedirected)
            console.Profile.Width = UnboundedWidth;
        var table = new Table { Border = TableBorder.Simple, ShowRowSeparators = false };
        foreach (var heading in new[] { "Name", "Version", "Task", "Classes", "Input", "Size", "SHA-256", "Source", "Where" })
            table.AddColumn(new TableColumn(heading).NoWrap());
        table.Columns[^1].NoWrap = false;
        foreach (var model in models)
            table.AddRow([.. Cells(model).Select(cell => new Text(cell))]);
        console.Write(table);
        foreach (var model in models.Where(model => model.Fault is not null))
            Console.Out.WriteLine($"{model.Model}: {model.Fault}");
        foreach (var model in models)
        {
            foreach (var limit in model.Metadata?.Limits ?? [])
                Console.Out.WriteLine($"{model.Model}: {limit}");
        }
    }

    private static IEnumerable<string> Cells(ModelInspection seen) =>
    [
        seen.Model.Name,
        seen.Model.Version?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "-",
        seen.Metadata?.Task.ToString().ToLowerInvariant() ?? "unusable",
        seen.Metadata?.ClassCount.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "-",
        seen.Metadata is { } metadata ? Input(metadata) : "-",
        ByteSize.Text(seen.Bytes),
        seen.Sha256 is { } hash ? FileHash.Short(hash) : "-",
        Source(seen.Card),
        ShownPath.Of(seen.Model.Path),
    ];

    private static string Input(ModelMetadata model) => $"{model.InputWidth}x{model.InputHeight}{(model.DynamicSize ? ", any" : "")}";

    private static string Source(ModelCard? card)
    {
        string?[] known = [Uri.TryCreate(card?.Source, UriKind.Absolute, out var source) ? source.Host : card?.Source, card?.Licence];
        return known.Any(part => part is not null) ? string.Join(", ", known.Where(part => part is not null)) : "-";
    }
}
