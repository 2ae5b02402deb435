namespace ResultLog.Recovery;

/// <summary>Linux gives each boot a number; a log that meets a new one may have lost what the page cache held.</summary>
internal static class BootId
{
    private const string Source = "/proc/sys/kernel/random/boot_id";

    /// <returns>A number of its own where none can be read: that counts as a reboot, which costs nothing.</returns>
    public static Guid Read()
    {
        try
        {
            return Guid.TryParse(File.ReadAllText(Source), out var id) ? id : Guid.NewGuid();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Guid.NewGuid();
        }
    }
}
