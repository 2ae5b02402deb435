namespace Streaming.Models;

/// <summary>Paths as a user would type them.</summary>
public static class ShownPath
{
    /// <summary>Relative where it lies below the working folder, else whole.</summary>
    public static string Of(string path)
    {
        var relative = Path.GetRelativePath(Environment.CurrentDirectory, path);
        return relative.StartsWith("..", StringComparison.Ordinal) ? path : relative;
    }
}
