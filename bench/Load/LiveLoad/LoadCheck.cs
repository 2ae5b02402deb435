using System.Globalization;

namespace Load.LiveLoad;

/// <summary>One thing that must hold, and what was found.</summary>
/// <param name="Exact">It holds on any machine however busy; the others are goals of speed on a quiet one.</param>
internal sealed record LoadCheck(string What, string Goal, string Found, bool Ok, bool Exact = false)
{
    public static LoadCheck AtMost(string what, double goal, double found, string unit) => new(what, $"at most {Text(goal)}{unit}", $"{Text(found)}{unit}", found <= goal);

    public static LoadCheck AtLeast(string what, double goal, double found) => new(what, $"at least {Text(goal)}", Text(found), found >= goal);

    public static LoadCheck None(string what, IReadOnlyCollection<string> faults) =>
        new(what, "none", faults.Count == 0 ? "none" : $"{faults.Count}, such as {faults.First()}", faults.Count == 0, Exact: true);

    private static string Text(double value) => Math.Round(value, 3).ToString(CultureInfo.InvariantCulture);
}
