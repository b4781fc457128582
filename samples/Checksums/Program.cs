// Computes the CRC-32 of every file in a folder and compresses it, with zlib on four workers, and verifies both.
using ActorFfi;
using Checksums;

if (args is not [string folder] || !Directory.Exists(folder))
{
    Console.Error.WriteLine("Usage: Checksums FOLDER");
    return 2;
}

await using FfiRuntime ffi = await FfiRuntime.StartAsync(declare => declare.AddLibrary("zlib", library => library
    .Path("libz.so.1", "libz.so")
    .Declare("unsigned long crc32(unsigned long crc, const unsigned char buf[len], unsigned int len)")
    .Declare("unsigned long compressBound(unsigned long sourceLen)")
    .Declare(
        "int compress2(unsigned char dest[*destLen], unsigned long *destLen, const unsigned char source[sourceLen], unsigned long sourceLen, int level)",
        symbol => symbol.Fails("result != 0"))
    .Timings()
    .Workers(Lanes.Count)));

Report report = new();
using (Progress.Start(report))
{
    await new Lanes(ffi["zlib"], report).RunAsync(folder);
}

report.Print(Console.Out);
return report.Mismatches == 0 ? 0 : 1;
