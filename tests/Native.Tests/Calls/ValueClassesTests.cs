namespace ActorFfi.Native.Tests.Calls;

public sealed class ValueClassesTests
{
    // A struct of no registers inside another one keeps all of it out of registers, whatever else covers the same bytes.
    [Theory]
    [InlineData("union u { union { long double l; unsigned long n : 42; } inner; unsigned long words[2]; };")]
    [InlineData("union u { struct { union { long double l; short s; } inner; } outer; unsigned long words[2]; };")]
    [InlineData("union u { struct { char c; int n __attribute__((packed)); } inner; unsigned long words[2]; };")]
    [InlineData("union u { double d[2]; long double l; unsigned long words[2]; };")]
    [InlineData("union u { long double l; double d[2]; unsigned short part[6]; };")]
    public void Union_WithAMemberOfNoRegisters_TravelsInMemory(string definition) =>
        Assert.Equal(ValueClasses.Memory, ValueClasses.Of(TypeScope.Parse(definition).TypeOf("union u")));

    [Theory]
    [InlineData("union u { long double l; unsigned long words[2]; };", RegisterClass.Integer, RegisterClass.Integer)]
    [InlineData("union u { long double l; unsigned long words[2]; double d[2]; };", RegisterClass.Integer, RegisterClass.Integer)]
    [InlineData("union u { struct { long double l; } inner; };", RegisterClass.X87, RegisterClass.X87Up)]
    [InlineData("union u { double d; float f[4]; };", RegisterClass.Sse, RegisterClass.Sse)]
    [InlineData("union u { float f[2]; int n; };", RegisterClass.Integer, RegisterClass.None)]
    public void Union_OfMembersWithRegisters_TravelsInTheStrongest(string definition, object low, object high) =>
        Assert.Equal(new ValueClasses((RegisterClass)low, (RegisterClass)high), ValueClasses.Of(TypeScope.Parse(definition).TypeOf("union u")));

    [Theory]
    [InlineData("struct s { struct { int n __attribute__((packed)); short m __attribute__((packed)); char c; } pair[2]; };")]
    [InlineData("struct s { char c; struct { char d; } __attribute__((aligned(4))) inner; } __attribute__((packed));")]
    [InlineData("struct s { float f; int : 12; };")]
    [InlineData("struct s { union { unsigned char : 0; float f; } inner; };")]
    [InlineData("struct s { union { long : 45; } __attribute__((aligned(16))) pair[2]; };")]
    [InlineData("struct s { long : 45; };")]
    [InlineData("struct s { union { double d; long double l; int : 6; } inner; };")]
    [InlineData("struct s { unsigned a : 19; union { unsigned b : 29; } __attribute__((packed)) inner; signed char c; } __attribute__((packed, aligned(2)));")]
    [InlineData("struct s { unsigned a : 19; struct { union { unsigned : 29; bool b : 1; }; signed char c; } inner; } __attribute__((packed, aligned(2)));")]
    public void Struct_ThatCompilersPassDifferently_IsKnown(string definition) =>
        Assert.True(ValueClasses.DependsOnCompiler(TypeScope.Parse(definition).TypeOf("struct s")));

    [Theory]
    [InlineData("struct s { float f[3]; };")]
    [InlineData("struct s { struct { short a; char b; } part[3]; };")]
    [InlineData("struct s { char c; int n; } __attribute__((packed));")]
    [InlineData("struct s { int n : 12; float f; };")]
    [InlineData("struct s { float f; int : 0; float g; };")]
    [InlineData("struct s { unsigned a : 19; union { unsigned b : 5; bool c : 1; } __attribute__((packed)) inner; signed char d; } __attribute__((packed));")]
    public void Struct_ThatCompilersPassAlike_IsKnown(string definition) =>
        Assert.False(ValueClasses.DependsOnCompiler(TypeScope.Parse(definition).TypeOf("struct s")));
}
