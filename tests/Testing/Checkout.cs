namespace Testing;

/// <summary>The repository that this program was built from.</summary>
internal static class Checkout
{
    public static string Root { get; } = Find(AppContext.BaseDirectory);

    private static string Find(string folder) =>
        File.Exists(Path.Combine(folder, "global.json")) ? folder
            : Find(Path.GetDirectoryName(folder) ?? throw new DirectoryNotFoundException("this program does not run from inside a checkout"));
}
