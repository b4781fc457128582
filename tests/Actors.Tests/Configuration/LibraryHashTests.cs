using System.Security.Cryptography;

namespace ActorFfi.Actors.Tests.Configuration;

public sealed class LibraryHashTests
{
    private static readonly string _hash = Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(Fixture.Path)));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Library_WithTheHashOfItsFile_IsLoaded(bool isLowerCase)
    {
        await using FfiRuntime ffi = await StartAsync(isLowerCase ? Convert.ToHexStringLower(Convert.FromHexString(_hash)) : _hash, Fixture.Path);

        Assert.Equal(3, ffi["lib"]["add_i32"].Invoke(1, 2).ToInt32());
    }

    [Fact]
    public async Task Library_WithAnotherHash_IsNotLoadedFromAnyPath()
    {
        string wrong = new('0', 64);
        await using FfiRuntime ffi = await StartAsync(wrong, Fixture.Path, "./libactorffi_is_absent.so");

        LibraryUnavailableException refused = Assert.Throws<LibraryUnavailableException>(() => ffi["lib"]["add_i32"].Invoke(1, 2));

        LibraryHashException error = Assert.IsType<LibraryHashException>(refused.InnerException);
        Assert.Equal(LibraryState.Failed, ffi["lib"].State);
        Assert.Equal(("lib", Fixture.Path, wrong, _hash.ToLowerInvariant()), (error.Library, error.Path, error.Expected, error.Actual));
    }

    [Fact]
    public async Task Library_WhoseFirstPathIsMissing_IsCheckedAtTheNext()
    {
        await using FfiRuntime ffi = await StartAsync(_hash, "./libactorffi_is_absent.so", Fixture.Path);

        Assert.Equal(LibraryState.Ready, ffi["lib"].State);
    }

    [Theory]
    [InlineData("abc", "./lib.so", "Sha256")]
    [InlineData("zz00000000000000000000000000000000000000000000000000000000000000", "./lib.so", "Sha256")]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000000", "lib.so", "Path")]
    public async Task Settings_ThatCannotPinAFile_AreRefused(string hash, string path, string setting)
    {
        OptionsException error = await Assert.ThrowsAsync<OptionsException>(() => StartAsync(hash, path));

        Assert.Equal($"ActorFfi:Libraries:lib:{setting}", error.Path);
    }

    private static Task<FfiRuntime> StartAsync(string hash, params string[] paths) => FfiRuntime.StartAsync(builder => builder
        .AddLibrary("lib", library => library.Path(paths).Sha256(hash).Declare("int32_t add_i32(int32_t a, int32_t b);")));
}
