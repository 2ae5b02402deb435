using System.Text.Json;
using Streaming;

namespace Cli;

/// <summary>appsettings.json that cannot be read, in one line instead of three exceptions.</summary>
internal static class SettingsFile
{
    /// <exception cref="UserException">It cannot be; says where.</exception>
    public static T Guard<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (InvalidDataException e)
        {
            throw new UserException(Describe(e), e);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new UserException($"appsettings.json cannot be read: {e.Message.TrimEnd('.')}", e);
        }
    }

    private static string Describe(InvalidDataException fault)
    {
        // "Failed to load configuration file '/path/appsettings.json'."
        var name = fault.Message.Split('\'') is [_, var path, ..] ? path : "appsettings.json";
        for (Exception? inner = fault; inner is not null; inner = inner.InnerException)
        {
            // Both count from 0.
            if (inner is JsonException { LineNumber: { } line, BytePositionInLine: { } column } syntax)
                return $"{name}: line {line + 1}, column {column + 1}: {syntax.Message.Split(" LineNumber:")[0].TrimEnd('.', ' ')}";
        }

        return $"{name}: {fault.GetBaseException().Message.TrimEnd('.')}";
    }
}
