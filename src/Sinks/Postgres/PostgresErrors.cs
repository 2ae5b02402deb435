using System.Net.Sockets;
using Npgsql;
using Sinks.Store;

namespace Sinks.Postgres;

/// <summary>Says what failed at which database, in one line and without a password.</summary>
internal sealed class PostgresErrors(NpgsqlConnectionStringBuilder settings)
{
    private readonly string _place = $"Postgres at {settings.Host}:{settings.Port}, database {settings.Database ?? settings.Username}, user {settings.Username}";

    /// <exception cref="StoreException">In place of what the driver throws.</exception>
    public async Task<T> Wrap<T>(Func<Task<T>> act)
    {
        try
        {
            return await act();
        }
        catch (Exception e) when (e is NpgsqlException or SocketException or TimeoutException or IOException or InvalidOperationException)
        {
            throw new StoreException($"{_place}: {Reason(e)}", e);
        }
    }

    private static string Reason(Exception e) => e switch
    {
        PostgresException answer => $"{answer.MessageText} (SQLSTATE {answer.SqlState})",
        NpgsqlException { InnerException: (SocketException or TimeoutException or IOException) and var cause } => cause.Message,
        _ => e.Message,
    };
}
