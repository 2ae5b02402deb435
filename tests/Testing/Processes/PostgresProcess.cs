using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using Npgsql;

namespace Testing;

/// <summary>A Postgres server of one's own, in a temporary folder and on a free port, as Debian installs it.</summary>
internal sealed class PostgresProcess : IAsyncDisposable
{
    public const string User = "stream", Password = "s3cret-of-stream";

    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);

    private readonly string _folder = Directory.CreateTempSubdirectory("stream-postgres-").FullName;
    private readonly string _programs;
    private Process? _server;

    private PostgresProcess(string programs) => _programs = programs;

    /// <summary>The newest one installed; null where there is none.</summary>
    private static readonly string? Programs = Directory.Exists("/usr/lib/postgresql")
        ? Directory.GetDirectories("/usr/lib/postgresql").Where(version => File.Exists(Path.Combine(version, "bin/postgres")))
            .MaxBy(version => int.TryParse(Path.GetFileName(version), CultureInfo.InvariantCulture, out var number) ? number : 0) is { } newest ? Path.Combine(newest, "bin") : null
        : null;

    public int Port { get; private set; }

    /// <param name="settings">Of postgresql.conf, as name=value.</param>
    /// <exception cref="PeerMissingException">It is not installed.</exception>
    /// <exception cref="IOException">It does not start.</exception>
    public static async Task<PostgresProcess> StartAsync(params string[] settings)
    {
        var postgres = new PostgresProcess(Programs ?? throw new PeerMissingException("postgres", "postgresql"));
        try
        {
            await postgres.CreateAsync();
            postgres.Port = PeerProcess.FreePort();
            await postgres.RunAsync(settings);
            return postgres;
        }
        catch
        {
            await postgres.DisposeAsync();
            throw;
        }
    }

    public string ConnectionString(string database) => $"Host=127.0.0.1;Port={Port};Database={database};Username={User};Password={Password};Timeout=30";

    public async Task<string> CreateDatabaseAsync()
    {
        var name = $"test_{Guid.NewGuid():N}";
        await using var connection = new NpgsqlConnection(ConnectionString("postgres"));
        await connection.OpenAsync();
        await using var create = new NpgsqlCommand($"CREATE DATABASE {name}", connection);
        await create.ExecuteNonQueryAsync();
        return ConnectionString(name);
    }

    /// <summary>As a power cut would end it, but for the page cache.</summary>
    public async Task KillAsync()
    {
        if (_server is not { } server)
            return;
        _server = null;
        // SIGQUIT ends its children, too; they would keep the port and the shared memory.
        if (!server.HasExited)
            await Shell("kill", "-QUIT", $"{server.Id}");
        await server.WaitForExitAsync();
        server.Dispose();
    }

    public async Task RunAsync(params string[] settings)
    {
        string[] all = ["listen_addresses=127.0.0.1", $"port={Port}", $"unix_socket_directories={_folder}", "shared_buffers=64MB", .. settings];
        _server = Process.Start(Postgres("postgres", ["-D", Data, .. all.SelectMany(setting => new[] { "-c", setting })]))!;
        _server.OutputDataReceived += (_, _) => { };
        _server.ErrorDataReceived += (_, _) => { };
        _server.BeginOutputReadLine();
        _server.BeginErrorReadLine();
        var started = Stopwatch.GetTimestamp();
        while (!await AnswersAsync())
        {
            if (_server.HasExited || Stopwatch.GetElapsedTime(started) > StartLimit)
                throw new IOException("Postgres did not start");
            await Task.Delay(20);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private string Data => Path.Combine(_folder, "data");

    private async Task CreateAsync()
    {
        var password = Path.Combine(_folder, "password");
        await File.WriteAllTextAsync(password, Password);
        if (Environment.IsPrivilegedProcess)
            await Shell("chown", "-R", "postgres", _folder);
        using var initdb = Process.Start(Postgres("initdb", ["-D", Data, "-U", User, "-A", "scram-sha-256", "--pwfile", password, "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"]))!;
        var (output, errors) = (initdb.StandardOutput.ReadToEndAsync(), initdb.StandardError.ReadToEndAsync());
        await initdb.WaitForExitAsync();
        if (initdb.ExitCode != 0)
            throw new IOException($"initdb failed: {await output}{await errors}");
    }

    /// <summary>Postgres refuses to run as root. setpriv becomes the program, so its id is the program's.</summary>
    private ProcessStartInfo Postgres(string program, string[] arguments)
    {
        var path = Path.Combine(_programs, program);
        var start = Environment.IsPrivilegedProcess
            ? new ProcessStartInfo("setpriv", ["--reuid=postgres", "--regid=postgres", "--init-groups", path, .. arguments])
            : new ProcessStartInfo(path, arguments);
        (start.RedirectStandardOutput, start.RedirectStandardError, start.WorkingDirectory) = (true, true, _folder);
        return start;
    }

    private async Task<bool> AnswersAsync()
    {
        try
        {
            await using var connection = new NpgsqlConnection(ConnectionString("postgres") + ";Pooling=false");
            await connection.OpenAsync();
            return true;
        }
        catch (Exception e) when (e is NpgsqlException or SocketException)
        {
            return false;
        }
    }

    private static async Task Shell(string program, params string[] arguments)
    {
        using var process = Process.Start(program, arguments);
        await process.WaitForExitAsync();
    }
}
