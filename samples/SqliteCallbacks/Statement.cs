using ActorFfi;

namespace SqliteCallbacks;

/// <summary>One compiled statement.</summary>
internal sealed class Statement(LibraryRef sqlite, Database database, ForeignPointer statement) : IDisposable
{
    private readonly SymbolRef _bindInteger = sqlite["sqlite3_bind_int"];
    private readonly SymbolRef _bindDouble = sqlite["sqlite3_bind_double"];
    private readonly SymbolRef _step = sqlite["sqlite3_step"];
    private readonly SymbolRef _reset = sqlite["sqlite3_reset"];

    /// <summary>Runs the statement with an integer and a number, here and now.</summary>
    public void Run(int first, double second)
    {
        database.Check(_bindInteger.Invoke(statement, 1, first));
        database.Check(_bindDouble.Invoke(statement, 2, second));
        database.Check(_step.Invoke(statement));
        database.Check(_reset.Invoke(statement));
    }

    /// <summary>Goes to the next row on a worker; false after the last one.</summary>
    public async Task<bool> NextAsync()
    {
        NativeReply reply = await _step.CallAsync(statement);
        database.Check(reply.Value);
        return reply.Value.ToInt32() == Sqlite.Row;
    }

    public string? Text(int column) => sqlite["sqlite3_column_text"].Invoke(statement, column).ToText();

    public long Integer(int column) => sqlite["sqlite3_column_int64"].Invoke(statement, column).ToInt64();

    public double Number(int column) => sqlite["sqlite3_column_double"].Invoke(statement, column).ToDouble();

    public void Dispose() => sqlite["sqlite3_finalize"].Invoke(statement);
}
