using System.Text.Json;
using System.Text.Json.Nodes;

namespace ActorFfi.Native.Tests.Declarations;

/// <summary>Damages right declarations at random: whatever comes of it parses or raises a <see cref="DeclarationException"/>.</summary>
public sealed class DeclarationFuzzTests
{
    private const int Seed = 20_260_101;

    private const int Rounds = 20_000;

    private static readonly string[] _prototypes =
    [
        "unsigned long crc32(unsigned long crc, const unsigned char buf[len], unsigned int len);",
        "int compress2(unsigned char dest[*destLen], uLong *destLen, const unsigned char source[sourceLen], uLong sourceLen, int level);",
        "extern void scale(float px[width * height * 4], int width, int height, enum color c); // end",
        "const char *name(const char *const *a, char b[static 16], int (*c)[2 + RED], /* d */ void *restrict d);",
        "extern const uLong (*table[4])(int a, ...);",
    ];

    private static readonly string[] _scopes =
    [
        "typedef unsigned long uLong; enum color { RED, GREEN = 5 };",
        "enum { A = 1 << 3 | 'x', B = sizeof(int) * A, C = ~0u % 7 }; typedef const char *text[B], line[A - 1];",
        "struct p; typedef struct p { struct p *next; int a : 3, : 0; union { float f[2]; _Alignas(8) char c; }; } __attribute__((packed, aligned(4))) p;",
        "typedef void (*done)(int n, char text[n], ...); union u { done d[2]; struct { long double x; bool b : 1; } s; int m[2][3]; };",
    ];

    private static readonly string[] _shapes =
    [
        """{"parameters":["u8",{"buffer":{"length":"arg0","const":true}},{"name":"x","type":{"pointer":"u64"}}],"result":"cstring","errno":"true"}""",
        """{"parameters":[{"buffer":{"length":"*n * 4","type":"f32"}},{"name":"n","type":{"pointer":{"type":"usize","const":false}}}],"name":"g"}""",
        """{"parameters":[{"struct":["u8",{"name":"y","type":{"union":["f64","u16"]}}]},{"function":{"parameters":["u8"],"result":"pointer"}}]}""",
    ];

    private static readonly string[] _pieces =
    [
        "*", "(", ")", "[", "]", "{", "}", ",", ";", "...", "<<", "=", "-", "~", "/", "%", "'", "'a'", "/*", "*/", "//", "\n", "\0", "\\", "\"", "é", "\ud800", "0", "1",
        "18446744073709551615", "99999999999999999999", "0x", "1u", "const", "void", "int", "unsigned", "long", "enum", "struct", "struct x", "union", "__attribute__((packed))", ":", "typedef", "sizeof", "static", "len", "uLong",
    ];

    [Fact]
    public void Prototype_Damaged_ParsesOrIsRefused()
    {
        TypeScope types = TypeScope.Parse(_scopes[0]);

        AssertOnlyRefusals(_prototypes, text => CPrototype.Parse(text, types));
    }

    [Fact]
    public void Types_Damaged_ParseOrAreRefused()
    {
        AssertOnlyRefusals(_scopes, text => TypeScope.Parse(text));
    }

    [Fact]
    public void Shape_Damaged_ParsesOrIsRefused()
    {
        AssertOnlyRefusals(_shapes, text =>
        {
            if (TryParseObject(text) is { } shape)
            {
                DenoShape.Parse("f", shape);
            }
        });
    }

    private static void AssertOnlyRefusals(string[] texts, Action<string> parse)
    {
        Random random = new(Seed);
        int parsed = 0;
        int refused = 0;
        for (int round = 0; round < Rounds; round++)
        {
            string text = Damage(texts[random.Next(texts.Length)], random);
            try
            {
                parse(text);
                parsed++;
            }
            catch (DeclarationException error)
            {
                Assert.NotEmpty(error.Message);
                refused++;
            }
            catch (Exception error)
            {
                Assert.Fail($"Seed {Seed}, round {round}: {error.GetType().Name} for {text}");
            }
        }

        Assert.True(parsed > 0 && refused > 0, $"{parsed} parsed, {refused} refused");
    }

    private static string Damage(string text, Random random)
    {
        for (int i = random.Next(1, 5); i > 0; i--)
        {
            int at = random.Next(text.Length + 1);
            int to = random.Next(at, Math.Min(text.Length, at + 8) + 1);
            string piece = _pieces[random.Next(_pieces.Length)];
            text = random.Next(4) switch
            {
                0 => text.Remove(at, to - at),
                1 => text.Insert(at, piece),
                2 => text.Remove(at, to - at).Insert(at, piece),
                _ => text.Insert(random.Next(text.Length + 1), text[at..to]),
            };
        }

        return text;
    }

    private static JsonObject? TryParseObject(string text)
    {
        try
        {
            return JsonNode.Parse(text) as JsonObject;
        }
        catch (Exception error) when (error is JsonException or ArgumentException)
        {
            return null;
        }
    }
}
