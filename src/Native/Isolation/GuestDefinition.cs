using System.Collections.Immutable;

namespace ActorFfi;

/// <summary>What a guest has to know of a function to call it, as bytes: the machine representation of its types, without names.</summary>
internal static class GuestDefinition
{
    /// <summary>Writes a function's representation.</summary>
    public static byte[] Write(SymbolDeclaration declaration)
    {
        using MemoryStream bytes = new();
        using BinaryWriter writer = new(bytes);
        writer.Write(declaration.CapturesErrno);
        writer.Write(declaration.IsLeaf);
        NativeSignature signature = declaration.Signature;
        writer.Write(signature.IsVariadic);
        Write(writer, signature.Result);
        writer.Write(signature.Parameters.Length);
        foreach (NativeParameter parameter in signature.Parameters)
        {
            Write(writer, parameter.Type);
        }

        writer.Flush();
        return bytes.ToArray();
    }

    /// <summary>Reads what <see cref="Write(SymbolDeclaration)"/> wrote, in the guest.</summary>
    public static SymbolDeclaration Read(string name, ReadOnlySpan<byte> definition)
    {
        using MemoryStream bytes = new(definition.ToArray());
        using BinaryReader reader = new(bytes);
        bool capturesErrno = reader.ReadBoolean();
        bool isLeaf = reader.ReadBoolean();
        bool isVariadic = reader.ReadBoolean();
        NativeType result = ReadType(reader);
        int count = reader.ReadInt32();
        ImmutableArray<NativeParameter> parameters = [.. Enumerable.Range(0, count).Select(_ => new NativeParameter("", ReadType(reader)))];
        return new SymbolDeclaration(name, name, new NativeSignature(parameters, result) { IsVariadic = isVariadic })
        {
            CapturesErrno = capturesErrno,
            IsLeaf = isLeaf,
        };
    }

    private static void Write(BinaryWriter writer, NativeType type)
    {
        writer.Write((byte)type.Kind);
        writer.Write(type.Size);
        writer.Write(type.Alignment);
        writer.Write(type.Length);
        if (type.Kind == NativeTypeKind.Array)
        {
            Write(writer, type.Element!);
        }
        else if (type.IsRecord)
        {
            WriteMembers(writer, type);
        }
    }

    private static void WriteMembers(BinaryWriter writer, NativeType type)
    {
        writer.Write(type.Fields.Length);
        foreach (NativeField field in type.Fields)
        {
            Write(writer, new FieldPlace(field.Offset, field.BitOffset, field.BitWidth));
            Write(writer, field.Type);
        }

        writer.Write(type.UnnamedBits.IsDefault ? 0 : type.UnnamedBits.Length);
        foreach (FieldPlace place in type.UnnamedBits.IsDefault ? [] : type.UnnamedBits)
        {
            Write(writer, place);
        }
    }

    private static void Write(BinaryWriter writer, FieldPlace place)
    {
        writer.Write(place.Offset);
        writer.Write(place.BitOffset);
        writer.Write(place.BitWidth);
    }

    private static NativeType ReadType(BinaryReader reader)
    {
        NativeTypeKind kind = (NativeTypeKind)reader.ReadByte();
        int size = reader.ReadInt32();
        int alignment = reader.ReadInt32();
        int length = reader.ReadInt32();
        NativeType? element = kind == NativeTypeKind.Array ? ReadType(reader) : null;
        NativeType type = new(kind, "", size, element) { Alignment = alignment, Length = length };
        if (type.IsRecord)
        {
            type.Fields = [.. Enumerable.Range(0, reader.ReadInt32()).Select(_ => ReadField(reader))];
            type.UnnamedBits = [.. Enumerable.Range(0, reader.ReadInt32()).Select(_ => ReadPlace(reader))];
        }

        return type;
    }

    private static NativeField ReadField(BinaryReader reader)
    {
        FieldPlace place = ReadPlace(reader);
        return new NativeField("", ReadType(reader), place);
    }

    private static FieldPlace ReadPlace(BinaryReader reader) => new(reader.ReadInt64(), reader.ReadInt32(), reader.ReadInt32());
}
