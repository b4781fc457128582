using System.Security.Cryptography;
using System.Text;

namespace ActorFfi;

/// <summary>A token that callers may present, kept as its hash only.</summary>
internal sealed class AccessToken
{
    /// <summary>The fewest characters that cannot be guessed.</summary>
    public const int MinimumLength = 16;

    private readonly byte[] _hash;

    /// <param name="name">What the log calls whoever presents it.</param>
    /// <param name="secret">The token.</param>
    /// <param name="scopes">What it allows.</param>
    public AccessToken(string name, string secret, AccessScope scopes)
    {
        Name = name;
        Scopes = scopes;
        _hash = HashOf(secret);
    }

    /// <summary>What the log calls whoever presents it.</summary>
    public string Name { get; }

    /// <summary>What it allows.</summary>
    public AccessScope Scopes { get; }

    /// <summary>Whether a hash is that of this token; takes the same time whatever it is.</summary>
    public bool Matches(ReadOnlySpan<byte> hash) => CryptographicOperations.FixedTimeEquals(hash, _hash);

    /// <summary>The hash of what somebody presents, so that tokens of all lengths compare alike.</summary>
    public static byte[] HashOf(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));
}
