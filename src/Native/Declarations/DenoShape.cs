using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace ActorFfi;

/// <summary>Declarations of functions and variables as Deno's FFI spells them.</summary>
public static class DenoShape
{
    private static readonly string[] _properties = ["parameters", "result", "nonblocking", "name", "optional", "errno"];

    /// <summary>Reads a shape: <c>{ "parameters": ["u32", "buffer", "usize"], "result": "u32" }</c>.</summary>
    /// <param name="name">The name callers use; also the exported one unless the shape has <c>name</c>.</param>
    /// <param name="shape">The shape. Names of properties ignore case; numbers and booleans may be strings, as configuration delivers them.</param>
    /// <param name="types">The C types that the shape may name besides Deno's; null for <see cref="TypeScope.Default"/>.</param>
    /// <exception cref="DeclarationException">The shape is wrong, or declares what is not supported yet.</exception>
    public static SymbolDeclaration Parse(string name, JsonObject shape, TypeScope? types = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(shape);
        DenoObject properties = new(name, "", shape);
        DenoTypes reader = new(types ?? TypeScope.Default);
        if (properties.Get("type") is { } type)
        {
            return Variable(name, properties, reader.Parse(type) is { Size: > 0 } known ? known : throw type.Fail("a type with a size"));
        }

        properties.AllowOnly(_properties);
        NativeSignature signature = new(
            new DenoParameters(properties, reader).Parse(),
            properties.Get("result") is { } result ? reader.ParseResult(result) : reader.Void);
        return new SymbolDeclaration(name, properties.Get("name")?.AsName() ?? name, signature)
        {
            IsOptional = properties.Get("optional")?.AsBool() ?? false,
            Nonblocking = properties.Get("nonblocking")?.AsBool(),
            CapturesErrno = properties.Get("errno")?.AsBool() ?? false,
        };
    }

    private static SymbolDeclaration Variable(string name, DenoObject properties, NativeType type)
    {
        properties.AllowOnly("type", "name", "optional", "const");
        return new SymbolDeclaration(name, properties.Get("name")?.AsName() ?? name, NativeSignature.None)
        {
            Variable = type,
            IsOptional = properties.Get("optional")?.AsBool() ?? false,
            IsReadOnly = properties.Get("const")?.AsBool() ?? false,
        };
    }
}
