using ActorFfi;

namespace SqliteCallbacks;

/// <summary>One connection to a database file.</summary>
internal sealed class Database : IDisposable
{
    private readonly LibraryRef _sqlite;
    private readonly ForeignPointer _connection;
    private readonly List<StoredCallback> _functions = [];

    private Database(LibraryRef sqlite, ForeignPointer connection)
    {
        _sqlite = sqlite;
        _connection = connection;
    }

    /// <summary>Opens a file, which is created where it is not there.</summary>
    public static async Task<Database> OpenAsync(LibraryRef sqlite, string path)
    {
        using OwnedBuffer connection = sqlite.Allocate(IntPtr.Size);
        NativeReply reply = await sqlite["sqlite3_open"].CallAsync(path, connection);
        Database database = new(sqlite, sqlite.ReadPointer(connection));
        database.Check(reply.Value);
        return database;
    }

    /// <summary>Defines an SQL function of one number that gives a text.</summary>
    public void Define(string name, Func<double, string> function)
    {
        SymbolRef toDouble = _sqlite["sqlite3_value_double"];
        SymbolRef giveText = _sqlite["sqlite3_result_text"];
        StoredCallback callback = _sqlite.CreateCallback(
            "void call(void *context, int count, void *values)",
            (ForeignPointer context, int count, ForeignPointer values) =>
            {
                ForeignPointer first = values.View(count * IntPtr.Size).ReadPointer();
                giveText.Invoke(context, function(toDouble.Invoke(first).ToDouble()), -1, Sqlite.Transient);
            },
            new CallbackOptions { Name = $"SQL function '{name}'" });
        _functions.Add(callback); // SQLite keeps it until the connection is closed.
        Check(_sqlite["sqlite3_create_function_v2"].Invoke(
            _connection, name, 1, Sqlite.Utf8 | Sqlite.Deterministic, NativeArgument.Null, callback, NativeArgument.Null, NativeArgument.Null, NativeArgument.Null));
    }

    /// <summary>Runs statements, and counts the rows that they give in a callback for that call only.</summary>
    public async Task<int> ExecuteAsync(string sql)
    {
        int rows = 0;
        NativeReply reply = await _sqlite["sqlite3_exec"].CallAsync(
            _connection,
            sql,
            NativeArgument.Callback((ForeignPointer state, int count, ForeignPointer values, ForeignPointer names) =>
            {
                rows++;
                return 0;
            }),
            NativeArgument.Null,
            NativeArgument.Null);
        Check(reply.Value);
        return rows;
    }

    /// <summary>Compiles a statement.</summary>
    public async Task<Statement> PrepareAsync(string sql)
    {
        using OwnedBuffer statement = _sqlite.Allocate(IntPtr.Size);
        NativeReply reply = await _sqlite["sqlite3_prepare_v2"].CallAsync(_connection, sql, -1, statement, NativeArgument.Null);
        Check(reply.Value);
        return new Statement(_sqlite, this, _sqlite.ReadPointer(statement));
    }

    /// <summary>Throws what SQLite says where a result is an error.</summary>
    public void Check(NativeValue result)
    {
        if (result.ToInt32() is not (0 or Sqlite.Row or Sqlite.Done))
        {
            throw new InvalidOperationException($"SQLite: {_sqlite["sqlite3_errmsg"].Invoke(_connection).ToText()} ({result}).");
        }
    }

    /// <summary>Closes the connection; only then do its functions end.</summary>
    public void Dispose()
    {
        _sqlite["sqlite3_close"].Invoke(_connection);
        _functions.ForEach(function => function.Dispose());
    }
}
