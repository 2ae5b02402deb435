using System.Reflection;

namespace Telemetry;

/// <summary>Which build this is. The number is that of Directory.Build.props, the commit is what it was built from.</summary>
public static class ProductVersion
{
    private const int ShortCommit = 12;

    // 0.1.0+f2435de…: the SDK appends the commit where it is built in a checkout.
    private static readonly string[] Parts =
        [.. typeof(ProductVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+', 2), ""];

    /// <summary>Such as 0.1.0.</summary>
    public static string Number => Parts[0];

    /// <summary>Empty where it was not built in a checkout.</summary>
    public static string Commit => Parts[1];

    /// <summary>Both, as semantic versioning writes them: 0.1.0+f2435de5a1b2.</summary>
    public static string Text => Commit.Length == 0 ? Number : $"{Number}+{Commit[..Math.Min(ShortCommit, Commit.Length)]}";
}
