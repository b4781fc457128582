using System.Globalization;

namespace ActorFfi;

/// <summary>Prints a reply for people: the value, then what buffers and values behind pointers hold.</summary>
internal static class ReplyText
{
    public static void Write(TextWriter output, CallBuilder call, NativeReply reply)
    {
        output.WriteLine(TextOf(reply.Value));
        if (call.Target.Symbol.Declaration.CapturesErrno)
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"errno: {reply.Errno}"));
        }

        foreach (CallArgument argument in call.Arguments.Where(argument => argument.IsShown))
        {
            Write(output, argument);
        }
    }

    private static string TextOf(in NativeValue value) => value switch
    {
        { IsNull: true } => "null",
        { Kind: NativeTypeKind.Pointer } => PointerIds.Next(),
        _ => value.ToString(),
    };

    private static void Write(TextWriter output, CallArgument argument)
    {
        output.Write($"{argument.Parameter.Name}: ");
        if (argument.Scalar is { } kind)
        {
            output.WriteLine(ScalarValue.ReadFrom(argument.Buffer!, kind));
        }
        else if (argument.File is not null)
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{argument.Buffer!.Length} bytes saved to {argument.File}"));
        }
        else
        {
            BufferFiles.EachPart(argument.Buffer!, (offset, length) => argument.Buffer!.Read(offset, length, bytes => output.Write(Convert.ToHexStringLower(bytes))));
            output.WriteLine();
        }
    }
}
