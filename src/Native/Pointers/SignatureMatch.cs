namespace ActorFfi;

/// <summary>Compares signatures by what machine code sees of them.</summary>
internal static class SignatureMatch
{
    /// <summary>Whether code of one may be called as code of the other: the same kinds and sizes in the same order. Names and const do not matter.</summary>
    public static bool AreSame(NativeSignature left, NativeSignature right)
    {
        if (ReferenceEquals(left, right))
        {
            return true;
        }

        if (left.Parameters.Length != right.Parameters.Length || left.IsVariadic != right.IsVariadic || !AreSame(left.Result, right.Result))
        {
            return false;
        }

        for (int i = 0; i < left.Parameters.Length; i++)
        {
            if (!AreSame(left.Parameters[i].Type, right.Parameters[i].Type))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The signature in C, without a name.</summary>
    public static string Describe(NativeSignature signature) =>
        $"'{signature.Result} ({(signature.Parameters.IsEmpty ? "void" : string.Join(", ", signature.Parameters.Select(parameter => parameter.Type)))})'";

    private static bool AreSame(NativeType left, NativeType right) => (left.IsPointer && right.IsPointer) || left.IsSameAs(right);
}
