namespace ActorFfi;

/// <summary>The machine representation of a native type, after typedefs, enums and platform-sized spellings are resolved.</summary>
public enum NativeTypeKind : byte
{
    /// <summary>No value; a result only.</summary>
    Void,

    /// <summary>C <c>bool</c>: one byte, any non-zero value is true.</summary>
    Bool,

    /// <summary>Unsigned 8-bit integer.</summary>
    U8,

    /// <summary>Signed 8-bit integer.</summary>
    I8,

    /// <summary>Unsigned 16-bit integer.</summary>
    U16,

    /// <summary>Signed 16-bit integer.</summary>
    I16,

    /// <summary>Unsigned 32-bit integer.</summary>
    U32,

    /// <summary>Signed 32-bit integer.</summary>
    I32,

    /// <summary>Unsigned 64-bit integer.</summary>
    U64,

    /// <summary>Signed 64-bit integer.</summary>
    I64,

    /// <summary>IEEE 754 binary32.</summary>
    F32,

    /// <summary>IEEE 754 binary64.</summary>
    F64,

    /// <summary>A pointer: accepts a buffer, a foreign pointer or null.</summary>
    Pointer,

    /// <summary>A NUL-terminated UTF-8 string, <c>const char *</c>: accepts a string, a buffer, a foreign pointer or null; as a result it is copied.</summary>
    CString,

    /// <summary>C <c>long double</c> where it is wider than <see cref="F64"/>; crosses as a double.</summary>
    LongDouble,

    /// <summary>A pointer to a function whose signature is known.</summary>
    Function,

    /// <summary>A struct by value.</summary>
    Struct,

    /// <summary>A union by value.</summary>
    Union,

    /// <summary>An array inside a struct, a union or a variable.</summary>
    Array,
}
