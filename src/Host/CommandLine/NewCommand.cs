using System.Text.Json;

namespace ActorFfi;

/// <summary><c>actorffi new</c>: a configuration to start from, and a worker service that uses it. They are the files of samples/WorkerService.</summary>
internal static class NewCommand
{
    private static readonly string[] _files = ["actorffi.json", "Program.cs"];

    /// <summary>Writes the files; one that is there already is left alone, and then none is written.</summary>
    /// <exception cref="UsageException">A file is there already, or cannot be written.</exception>
    public static async Task<int> RunAsync(string folder, bool printsJson, TextWriter output)
    {
        string[] paths = [.. _files.Select(file => Path.Combine(folder, file))];
        if (paths.FirstOrDefault(File.Exists) is { } existing)
        {
            throw new UsageException($"File '{existing}' is there already. Give another folder, or remove it.");
        }

        try
        {
            Directory.CreateDirectory(folder);
            foreach ((string file, string path) in _files.Zip(paths))
            {
                await WriteAsync(file, path).ConfigureAwait(false);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"Folder '{folder}' cannot be written to: {exception.Message}", exception);
        }

        await PrintAsync(folder, paths, printsJson, output).ConfigureAwait(false);
        return ExitCodes.Success;
    }

    private static async Task PrintAsync(string folder, string[] paths, bool printsJson, TextWriter output)
    {
        if (printsJson)
        {
            await JsonOutput.WriteLineAsync(output, (Utf8JsonWriter writer) =>
            {
                writer.WriteStartObject();
                writer.WriteStartArray("files");
                Array.ForEach(paths, writer.WriteStringValue);
                writer.WriteEndArray();
                writer.WriteEndObject();
            }).ConfigureAwait(false);
            return;
        }

        Array.ForEach(paths, path => output.WriteLine($"Wrote {path}"));
        await output.WriteLineAsync($"Try: actorffi check --config {Path.Combine(folder, _files[0])}").ConfigureAwait(false);
    }

    private static async Task WriteAsync(string file, string path)
    {
        Stream template = typeof(NewCommand).Assembly.GetManifestResourceStream($"ActorFfi.Host.Starter.{file}")!;
        await using (template.ConfigureAwait(false))
        {
            FileStream target = new(path, FileMode.CreateNew);
            await using (target.ConfigureAwait(false))
            {
                await template.CopyToAsync(target).ConfigureAwait(false);
            }
        }
    }
}
