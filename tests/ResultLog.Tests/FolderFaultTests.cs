using ResultLog.Recovery;
using Xunit;

namespace ResultLog.Tests;

/// <summary>A data directory that cannot be used says what was seen, where, and what to do.</summary>
public sealed class FolderFaultTests : IDisposable
{
    private readonly TestLog _test = new();

    public void Dispose() => _test.Dispose();

    [Fact]
    public void A_log_that_another_holds_is_told_from_one_that_may_not_be_used()
    {
        _test.Append(0, 1);
        var held = Assert.Throws<LogFolderException>(() => LogFolder.Open(_test.Folder));
        Assert.Equal($"the result log in {_test.Folder} cannot be opened: another process holds it: another server with the same data directory? End that one, or Server:DataDirectory names another folder", held.Message);
    }

    [Fact]
    public void A_file_in_the_way_is_named()
    {
        var file = Path.Combine(_test.Folder, "file");
        Directory.CreateDirectory(_test.Folder);
        File.WriteAllText(file, "");
        var fault = Assert.Throws<LogFolderException>(() => LogFolder.Open(Path.Combine(file, "log")));
        Assert.Contains($"{file} is a file where a folder is wanted; move it away, or Server:DataDirectory", fault.Message, StringComparison.Ordinal);
    }

    // Root may write everywhere, and so sees no such fault of its own.
    [Fact]
    public void A_folder_without_the_right_to_write_says_whose_and_which()
    {
        var folder = Path.Combine(_test.Folder, "mine");
        Directory.CreateDirectory(folder);
        File.SetUnixFileMode(folder, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        var told = FolderFault.Explain(Path.Combine(folder, "log", "0"), new UnauthorizedAccessException());
        Assert.StartsWith($"permission denied: {folder} has mode 500 and may not be used by user '{Environment.UserName}'", told, StringComparison.Ordinal);
    }

    // As Linux numbers them; a test runs as root, whom nothing is forbidden, and has no full disk.
    [Theory]
    [InlineData(13, "permission denied"), InlineData(28, "the disk is full; make room"), InlineData(30, "its file system is read-only; mount it writable"), InlineData(122, "quota is used up"), InlineData(5, "the disk fails"), InlineData(36, "the path is too long")]
    public void Each_fault_of_the_system_has_words_of_its_own(int error, string words)
    {
        Exception fault = error == 13 ? new UnauthorizedAccessException() : new IOException("it says so", error);
        var told = FolderFault.Explain("/", fault);
        Assert.StartsWith(words, told.Replace("the user's disk ", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains("Server:DataDirectory", told, StringComparison.Ordinal);
        Assert.DoesNotContain("another server", told, StringComparison.Ordinal);
    }
}
