using System.Text;
using Microsoft.Extensions.Configuration;

namespace ActorFfi.Actors.Tests.Configuration;

/// <summary>The configuration that is shipped loads, and everything that it declares works.</summary>
public sealed class ShippedConfigurationTests : IAsyncLifetime
{
    private FfiRuntime _ffi = null!;

    public async Task InitializeAsync() => _ffi = await FfiRuntime.StartAsync(builder => builder.AddConfiguration(Shipped()));

    public async Task DisposeAsync() => await _ffi.DisposeAsync();

    [Fact]
    public void Libraries_OfTheShippedConfiguration_AreReady()
    {
        Assert.Equal(["libc", "libm", "zlib"], _ffi.Libraries.Order());
        Assert.All(_ffi.Libraries, name => Assert.Equal(LibraryState.Ready, _ffi[name].State));
    }

    [Fact]
    public void Checksums_OfZlib_AreRight()
    {
        byte[] text = "123456789"u8.ToArray();

        Assert.Equal(0xCBF43926u, _ffi["zlib"]["crc32"].Invoke(0, text, text.Length).ToUInt32());
        Assert.Equal(0x091E01DEu, _ffi["zlib"]["adler32"].Invoke(1, text, text.Length).ToUInt32());
    }

    [Fact]
    public async Task Compression_OfZlib_ComesBackTheSame()
    {
        LibraryRef zlib = _ffi["zlib"];
        byte[] text = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("to be or not to be ", 500)));
        int bound = zlib["compressBound"].Invoke(text.Length).ToInt32();
        using OwnedBuffer source = OwnedBuffer.CopyOf(text);
        using OwnedBuffer packed = zlib.Allocate(bound);
        using OwnedBuffer packedLength = OwnedBuffer.Of((ulong)bound);
        using OwnedBuffer back = zlib.Allocate(text.Length);
        using OwnedBuffer backLength = OwnedBuffer.Of((ulong)text.Length);

        await zlib["compress2"].CallAsync(packed, packedLength, source, text.Length, 9);
        ulong length = packedLength.Read(bytes => BitConverter.ToUInt64(bytes));
        await zlib["uncompress"].CallAsync(back, backLength, packed, length);

        Assert.InRange(length, 1ul, (ulong)bound / 10);
        Assert.Equal(text, back.Read(bytes => bytes.ToArray()));
        Assert.Equal((ulong)text.Length, backLength.Read(bytes => BitConverter.ToUInt64(bytes)));
    }

    [Fact]
    public void Failure_DeclaredForZlib_IsThrown()
    {
        byte[] wrong = [1, 2, 3];
        byte[] room = new byte[8];
        byte[] length = BitConverter.GetBytes(8ul);

        NativeCallFailedException error = Assert.Throws<NativeCallFailedException>(() => _ffi["zlib"]["uncompress"].Invoke(room, length, wrong, wrong.Length));
        Assert.Equal(-3, error.Value.ToInt32());
    }

    [Fact]
    public void Version_OfZlib_IsText()
    {
        Assert.StartsWith("1.", _ffi["zlib"]["zlibVersion"].Invoke().ToText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Functions_OfLibm_AreRight()
    {
        Assert.Equal(Math.Cos(0.5), _ffi["libm"]["cos"].Invoke(0.5).ToDouble());
        Assert.Equal(3.0, (await _ffi["libm"]["sqrt"].CallAsync(9.0)).Value.ToDouble());
        Assert.Equal(1024.0, _ffi["libm"]["pow"].Invoke(2.0, 10.0).ToDouble());
    }

    [Fact]
    public void Functions_OfLibc_AreRight()
    {
        LibraryRef libc = _ffi["libc"];

        Assert.Equal(7, libc["abs"].Invoke(-7).ToInt32());
        Assert.Equal(Environment.ProcessId, libc["processId"].Invoke().ToInt32());
        Assert.Equal(5, libc["strlen"].Invoke("Gruß").ToInt32());
        Assert.Equal(Environment.GetEnvironmentVariable("PATH"), libc["getenv"].Invoke("PATH").ToText());
        Assert.Null(libc["getenv"].Invoke("ACTORFFI_IS_NOT_SET").ToText());
        Assert.Equal("copied", libc["strdup"].Invoke("copied").ToText());
        Assert.Equal(0, libc["access"].Invoke("/", 0).ToInt32());
        Assert.Equal(2, Assert.Throws<NativeCallFailedException>(() => libc["access"].Invoke("/is/not/there", 0)).Errno);
    }

    [Fact]
    public void Comments_OfTheShippedConfiguration_ExplainEverySetting()
    {
        string[] lines = File.ReadAllLines(RepositoryFile.Path("config/actorffi.json"));
        IEnumerable<string> settings = new[] { typeof(ActorFfiOptions), typeof(LibraryOptions), typeof(SymbolOptions) }
            .SelectMany(options => OptionsModel.SettingsOf(options).Values)
            .Select(setting => setting.Name)
            .Distinct();

        Assert.All(settings, name => Assert.Contains(lines, line => line.Contains($"\"{name}\"", StringComparison.Ordinal)));
        Assert.All(ModelSchema.AllDefaults(), pair =>
        {
            int first = Array.FindIndex(lines, line => line.TrimStart().StartsWith($"\"{pair.Name}\":", StringComparison.Ordinal));
            Assert.EndsWith($"Default {pair.Value}.", lines[first - 1], StringComparison.Ordinal);
        });
    }

    private static IConfigurationSection Shipped() => new ConfigurationBuilder()
        .AddJsonFile(RepositoryFile.Path("config/actorffi.json"))
        .Build()
        .GetSection(ActorFfiOptions.SectionName);
}
