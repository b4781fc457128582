// Shows what happens when native code misbehaves: the examples of docs/supervision.md, all of them or one.
using Supervision;

if (args is not [string fixture, ..] || args.Length > 2 || !File.Exists(fixture))
{
    Console.Error.WriteLine($"Usage: Supervision FIXTURE [NAME], where FIXTURE is the library that the tests compile and NAME is one of: {string.Join(", ", Examples.All.Keys)}.");
    return 2;
}

string[] names = args is [_, string name] ? [name] : [.. Examples.All.Keys];
foreach (string each in names)
{
    if (!Examples.All.TryGetValue(each, out Example? run))
    {
        Console.Error.WriteLine($"There is no example '{each}'. Name one of: {string.Join(", ", Examples.All.Keys)}.");
        return 2;
    }

    Console.WriteLine($"{each}:");
    await run(Path.GetFullPath(fixture), Console.Out);
}

return 0;
