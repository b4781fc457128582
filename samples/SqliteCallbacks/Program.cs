// Loads ten thousand measurements into a database file, and asks SQLite for them with a function that is written in C#.
using System.Globalization;
using ActorFfi;
using SqliteCallbacks;

const int Rows = 10_000;
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
string path = args.Length > 0 ? args[0] : Path.Combine(Path.GetTempPath(), $"measurements-{Guid.NewGuid():N}.db");
double[] celsius = [.. Enumerable.Range(0, Rows).Select(i => Math.Round(Math.Sin(i) * 20 + 12, 2))];

await using FfiRuntime ffi = await FfiRuntime.StartAsync(builder => builder.AddLibrary(Sqlite.Name, Sqlite.Declare));
using (Database database = await Database.OpenAsync(ffi[Sqlite.Name], path))
{
    database.Define("band", Band);
    await database.ExecuteAsync("CREATE TABLE measurement (id INTEGER PRIMARY KEY, celsius REAL NOT NULL); BEGIN");
    using (Statement insert = await database.PrepareAsync("INSERT INTO measurement VALUES (?, ?)"))
    {
        for (int id = 0; id < Rows; id++)
        {
            insert.Run(id, celsius[id]);
        }
    }

    await database.ExecuteAsync("COMMIT");
    using Statement query = await database.PrepareAsync("SELECT band(celsius) AS band, COUNT(*), AVG(celsius) FROM measurement GROUP BY band ORDER BY band");
    while (await query.NextAsync())
    {
        Console.WriteLine($"{query.Text(0),-5} {query.Integer(1),6:N0} rows, {query.Number(2),6:N2} degrees on average");
    }
}

using (Database again = await Database.OpenAsync(ffi[Sqlite.Name], path))
{
    Console.WriteLine($"{await again.ExecuteAsync("SELECT * FROM measurement"):N0} rows in the file");
}

int wrong = await CountWrongAsync();
Console.WriteLine($"{wrong} rows differ from what C# computes");
if (args.Length == 0)
{
    File.Delete(path);
}

return wrong == 0 ? 0 : 1;

static string Band(double degrees) => degrees switch
{
    < 5 => "cold",
    < 22 => "mild",
    _ => "hot",
};

// Each band once more, at once and on a connection of its own, with the function as a filter, against the same numbers here.
async Task<int> CountWrongAsync() => (await Task.WhenAll(celsius.GroupBy(Band).Select(CountWrongInAsync))).Sum();

async Task<int> CountWrongInAsync(IGrouping<string, double> expected)
{
    using Database database = await Database.OpenAsync(ffi[Sqlite.Name], path);
    database.Define("band", Band);
    using Statement query = await database.PrepareAsync($"SELECT COUNT(*) FROM measurement WHERE band(celsius) = '{expected.Key}'");
    await query.NextAsync();
    return Math.Abs(expected.Count() - (int)query.Integer(0));
}
