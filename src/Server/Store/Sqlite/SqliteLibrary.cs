using System.Reflection;
using System.Runtime.InteropServices;
using SQLitePCL;

namespace Server.Store.Sqlite;

/// <summary>Binds the driver to the system's SQLite, which Debian keeps free of known faults.</summary>
internal static class SqliteLibrary
{
    private static readonly Lazy<bool> Loaded = new(Bind);

    /// <exception cref="StoreException">There is none.</exception>
    public static void Load()
    {
        try
        {
            _ = Loaded.Value;
        }
        catch (DllNotFoundException e)
        {
            throw new StoreException("SQLite is missing: libsqlite3.so.0. Install it: sudo apt-get install libsqlite3-0; or choose another Store:Kind", e);
        }
    }

    private static bool Bind()
    {
        var library = NativeLibrary.Load("libsqlite3.so.0");
        NativeLibrary.SetDllImportResolver(typeof(SQLite3Provider_e_sqlite3).Assembly, (string name, Assembly _, DllImportSearchPath? _) => name == "e_sqlite3" ? library : 0);
        raw.SetProvider(new SQLite3Provider_e_sqlite3());
        return true;
    }
}
