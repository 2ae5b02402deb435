using System.Globalization;
using Spectre.Console;

namespace Load.Accuracy;

/// <summary>The accuracy bench for people: one column a set of pictures.</summary>
internal static class AccuracyTable
{
    private static readonly (string Name, Func<AccuracyFigures, string> Of)[] Rows =
    [
        ("truth", set => set.Truth),
        ("pictures", set => $"{set.Pictures}"),
        ("people", set => $"{set.People}"),
        ("box AP50", set => Share(set.BoxAp50)),
        ("OKS AP50", set => Share(set.OksAp50)),
        ("recall at 0.25", set => Share(set.Recall)),
        ("precision at 0.25", set => Share(set.Precision)),
        ("empty pictures", set => $"{set.EmptyPictures}"),
        ("false in each of them", set => Share(set.FalsePerEmptyPicture)),
    ];

    public static void Print(AccuracyReport report)
    {
        Console.WriteLine($"{report.Model} at {report.InputSize}x{report.InputSize}; {report.Machine.Commit}");
        var table = new Table { Border = TableBorder.Rounded };
        table.AddColumn("");
        foreach (var set in report.Sets)
            table.AddColumn(new TableColumn(set.Set).RightAligned());
        foreach (var (name, figure) in Rows)
            table.AddRow([name, .. report.Sets.Select(figure)]);
        AnsiConsole.Write(table);
    }

    private static string Share(double? value) => value?.ToString("0.000", CultureInfo.InvariantCulture) ?? "-";
}
