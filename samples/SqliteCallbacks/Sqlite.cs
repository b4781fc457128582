using System.Runtime.InteropServices;
using ActorFfi;

namespace SqliteCallbacks;

/// <summary>The part of SQLite's C interface that the sample uses, as it is declared to the runtime.</summary>
internal static class Sqlite
{
    public const string Name = "sqlite";
    public const int Row = 100;
    public const int Done = 101;
    public const int Utf8 = 1;
    public const int Deterministic = 0x800;

    /// <summary>Tells SQLite to copy a text at once, because it is gone after the call.</summary>
    public const int Transient = -1;

    private const string File = "libe_sqlite3.so";

    public static void Declare(LibraryBuilder library) => library
        .Path(
            Path.Combine(AppContext.BaseDirectory, "runtimes", RuntimeInformation.RuntimeIdentifier, "native", File),
            Path.Combine(AppContext.BaseDirectory, File))
        .Workers(3)
        .Key("database") // Calls of one connection run one after the other, those of several at once.
        .Types("typedef struct sqlite3 sqlite3; typedef struct sqlite3_stmt sqlite3_stmt;")
        .Declare("int sqlite3_open(const char *path, sqlite3 **database);")
        .Declare("int sqlite3_close(sqlite3 *database);")
        .Declare("const char *sqlite3_errmsg(sqlite3 *database);")
        .Declare("int sqlite3_exec(sqlite3 *database, const char *sql, int (*row)(void *state, int count, void *values, void *names), void *state, void *error);")
        .Declare("int sqlite3_prepare_v2(sqlite3 *database, const char *sql, int length, sqlite3_stmt **statement, void *rest);")
        .Declare("int sqlite3_bind_int(sqlite3_stmt *statement, int index, int value);")
        .Declare("int sqlite3_bind_double(sqlite3_stmt *statement, int index, double value);")
        .Declare("int sqlite3_step(sqlite3_stmt *statement);", step => step.Key("statement"))
        .Declare("int sqlite3_reset(sqlite3_stmt *statement);")
        .Declare("int sqlite3_finalize(sqlite3_stmt *statement);")
        .Declare("int64_t sqlite3_column_int64(sqlite3_stmt *statement, int column);")
        .Declare("double sqlite3_column_double(sqlite3_stmt *statement, int column);")
        .Declare("const char *sqlite3_column_text(sqlite3_stmt *statement, int column);")
        .Declare("double sqlite3_value_double(void *value);")
        .Declare("void sqlite3_result_text(void *context, const char *text, int length, intptr_t destructor);")
        .Declare("int sqlite3_create_function_v2(sqlite3 *database, const char *name, int arguments, int flags, void *state, void (*call)(void *context, int count, void *values), void *step, void *final, void *destroy);");
}
