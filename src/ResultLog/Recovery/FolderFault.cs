namespace ResultLog.Recovery;

/// <summary>What keeps a folder or file of the server's data from being used, and what to do about it.</summary>
public static class FolderFault
{
    // Of Linux, as .NET gives them in an exception's HResult.
    public const int Busy = 11, NoSpace = 28;

    private const int Io = 5, NotFolder = 20, Exists = 17, ReadOnly = 30, NameTooLong = 36, Quota = 122;

    private const string Elsewhere = "Server:DataDirectory names another folder";

    /// <param name="path">What was to be opened or written.</param>
    /// <returns>One line without the path.</returns>
    public static string Explain(string path, Exception fault) => fault switch
    {
        UnauthorizedAccessException => $"permission denied: {Rights(path)}; give that user the folder (chown, chmod u+rwx), or {Elsewhere}",
        { HResult: ReadOnly } => $"its file system is read-only; mount it writable, or {Elsewhere}",
        { HResult: NoSpace or Quota } => $"{(fault.HResult == NoSpace ? "the disk is full" : "the user's disk quota is used up")}; make room, or {Elsewhere}",
        { HResult: Busy } => $"another process holds it: another server with the same data directory? End that one, or {Elsewhere}",
        { HResult: NotFolder or Exists } or DirectoryNotFoundException => $"{FileInTheWay(path)} is a file where a folder is wanted; move it away, or {Elsewhere}",
        { HResult: NameTooLong } => $"the path is too long; {Elsewhere}",
        { HResult: Io } => $"the disk fails ({fault.Message.TrimEnd('.')}); the kernel's log says more, and {Elsewhere}",
        _ => $"{fault.Message.TrimEnd('.')}; {Elsewhere}",
    };

    /// <summary>Of the nearest part of the path that is there.</summary>
    private static string Rights(string path)
    {
        var there = Path.GetFullPath(path);
        while (!File.Exists(there) && !Directory.Exists(there) && Path.GetDirectoryName(there) is { } parent)
            there = parent;
        var mode = "";
        try
        {
            if (!OperatingSystem.IsWindows())
                mode = $" has mode {Convert.ToString((int)File.GetUnixFileMode(there), 8)} and";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It cannot even be looked at.
        }

        return $"{there}{mode} may not be used by user '{Environment.UserName}', as whom the server runs";
    }

    private static string FileInTheWay(string path)
    {
        for (var part = Path.GetFullPath(path); part is not null; part = Path.GetDirectoryName(part))
        {
            if (File.Exists(part))
                return part;
        }

        return path;
    }
}
