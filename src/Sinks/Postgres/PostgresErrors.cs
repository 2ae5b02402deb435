using System.Net.Sockets;
using Npgsql;
using Sinks.Store;

namespace Sinks.Postgres;

/// <summary>Says what failed at which database, in one line and without a password.</summary>
internal sealed class PostgresErrors(NpgsqlConnectionStringBuilder settings)
{
    private const string Setting = "Store:ConnectionString";

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

    // PostgreSQL, appendix A.
    private static string Advice(string state) => state switch
    {
        "28P01" or "28000" => $": set Username and Password in {Setting}, or mend pg_hba.conf",
        "3D000" => $": create the database, or name another in {Setting}",
        "42501" => ": give the user rights on the schema stream, and CREATE on the database for the first start",
        "25006" => $": it is a replica or set read-only; name the primary in {Setting}",
        "53100" => ": its disk is full",
        "53300" => ": raise its max_connections",
        "57P01" or "57P03" => ": it is starting or stopping",
        ['2', '3', ..] => ": the tables are not as Stream made them; was something else writing there?",
        ['4', '2', 'P', ..] => ": the tables are not as Stream made them; rename the schema stream, and they are made anew",
        _ => "",
    };

    private static string Reason(Exception e) => e switch
    {
        PostgresException answer => $"{answer.MessageText} (SQLSTATE {answer.SqlState}){Advice(answer.SqlState)}",
        SocketException cause => Reachability.Explain(cause.SocketErrorCode, Setting),
        NpgsqlException { InnerException: SocketException cause } => Reachability.Explain(cause.SocketErrorCode, Setting),
        TimeoutException or NpgsqlException { InnerException: TimeoutException } => Reachability.Explain(SocketError.TimedOut, Setting),
        NpgsqlException { InnerException: IOException cause } => $"{cause.Message.TrimEnd('.')}: the connection broke; its log may say why",
        _ => e.Message,
    };
}
