namespace Testing;

/// <summary>Text that was looked at and approved, kept as a file; the environment variable STREAM_ACCEPT=1 writes it anew.</summary>
internal static class Approved
{
    /// <param name="path">Relative to the checkout.</param>
    /// <exception cref="InvalidDataException">It is another text.</exception>
    public static void Matches(string path, string text)
    {
        var file = Path.Combine(Checkout.Root, path);
        if (Environment.GetEnvironmentVariable("STREAM_ACCEPT") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, text);
        }

        var approved = File.Exists(file) ? File.ReadAllText(file) : "";
        if (approved == text)
            return;
        var (now, before) = (text.Split('\n'), approved.Split('\n'));
        var line = now.Zip(before).TakeWhile(pair => pair.First == pair.Second).Count();
        throw new InvalidDataException(
            $"{path}, line {line + 1}: \"{now.ElementAtOrDefault(line)}\" where \"{before.ElementAtOrDefault(line)}\" is approved. Look at all of it, and run this test with STREAM_ACCEPT=1");
    }
}
