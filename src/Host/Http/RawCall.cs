using System.Globalization;
using Microsoft.Extensions.Primitives;

namespace ActorFfi;

/// <summary>Reads a raw call: arguments in the query, <c>?arg=0&amp;arg=@body&amp;arg=@length</c>, and the body as the bytes of one of them.</summary>
internal static class RawCall
{
    private const string Argument = "arg";
    private const string Body = "@body";
    private const string Length = "@length";
    private const string OctetStream = "application/octet-stream";

    /// <summary>Whether the request is one: its body is an octet-stream, or it has none but arguments in the query.</summary>
    public static bool IsRaw(HttpRequest request) => request.ContentType is { } type
        ? type.StartsWith(OctetStream, StringComparison.OrdinalIgnoreCase) && (type.Length == OctetStream.Length || type[OctetStream.Length] is ';' or ' ')
        : request.Query.ContainsKey(Argument);

    /// <summary>Reads the arguments; the body goes straight into a buffer of the call.</summary>
    /// <exception cref="ArgumentException">An argument does not fit the declaration.</exception>
    /// <exception cref="BadHttpRequestException">The body is too long, or more room is asked for than is allowed.</exception>
    public static async Task ReadAsync(HttpContext context, CallBuilder call, HostOptions options)
    {
        StringValues words = context.Request.Query[Argument];
        Check(call.Target, words);
        OwnedBuffer? body = words.Contains(Body) || words.Contains(Length)
            ? await RawBody.ReadAsync(context, call.Target.Library, options.MaxRequestBody).ConfigureAwait(false)
            : null;
        long allocatable = options.MaxAllocation;
        bool isTaken = false;
        try
        {
            foreach (string? word in words)
            {
                if (word == Body)
                {
                    call.AddBuffer(body!);
                    isTaken = true;
                }
                else
                {
                    Add(call, word ?? "", body, ref allocatable);
                }
            }
        }
        finally
        {
            if (!isTaken)
            {
                body?.Dispose();
            }
        }
    }

    // Before a long body is read.
    private static void Check(CallTarget target, StringValues words)
    {
        if (words.Count != target.Parameters.Length)
        {
            throw ArgumentFault.OfCount(target, words.Count);
        }

        int body = -1;
        for (int i = 0; i < words.Count; i++)
        {
            if (words[i] != Body)
            {
                continue;
            }

            MemoryRules.DemandBuffer(target, target.Parameters[i]);
            body = body < 0 ? i : throw ArgumentFault.Of(target, target.Parameters[i], "is the second '@body'. There is one body, and only one parameter can own it.");
        }
    }

    private static void Add(CallBuilder call, string word, OwnedBuffer? body, ref long allocatable)
    {
        int colon = word.IndexOf(':', StringComparison.Ordinal);
        string kind = colon < 0 ? word : word[..colon];
        string rest = colon < 0 ? "" : word[(colon + 1)..];
        switch (kind)
        {
            case Length when colon < 0:
                call.AddNumber(body!.Length.ToString(CultureInfo.InvariantCulture));
                break;
            case "@null" when colon < 0:
                call.AddNull();
                break;
            case "@out" when colon > 0:
                call.AddAllocation(rest, ref allocatable);
                break;
            case "@text" when colon > 0:
                call.AddText(rest);
                break;
            case not null when kind.StartsWith('@'):
                AddScalar(call, kind[1..], rest, word);
                break;
            default:
                AddPlain(call, word);
                break;
        }
    }

    private static void AddScalar(CallBuilder call, string name, string rest, string word)
    {
        NativeTypeKind kind = ScalarKinds.Find(name)
            ?? throw ArgumentFault.Of(call.Target, call.Next, $"is given as {ScalarText.Shown(word)}, which means nothing. Write @body, @length, @out:N, @null, @text:…, a pointer to a value such as @u64:7, or the value itself.");
        call.AddPointerTo(kind, rest);
    }

    private static void AddPlain(CallBuilder call, string word)
    {
        if (call.Next.Type.IsPointer)
        {
            call.AddText(word);
        }
        else
        {
            call.AddNumber(word);
        }
    }
}
