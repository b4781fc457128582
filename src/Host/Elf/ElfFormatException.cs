namespace ActorFfi;

/// <summary>A file is no shared object that can be read.</summary>
internal sealed class ElfFormatException(string file, string fault) : ActorFfiException($"File '{file}' is no shared object that can be read: {fault}. Give an ELF file, such as a library that ends in '.so'.");
