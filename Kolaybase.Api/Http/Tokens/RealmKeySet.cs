using Microsoft.IdentityModel.Tokens;

namespace Kolaybase.Api.Http.Tokens;

/// <summary>The public keys of one realm when they were read.</summary>
/// <param name="Keys">By <c>kid</c>.</param>
/// <param name="ReadAt">When.</param>
internal sealed record RealmKeySet(IReadOnlyDictionary<string, RealmKey> Keys, DateTimeOffset ReadAt);

/// <summary>One public key, the only algorithm that it is used with (RFC 8725, 3.1), and the <c>iss</c> of what it signs.</summary>
internal sealed record RealmKey(string Algorithm, byte[] PublicKey, SecurityKey Key, string Issuer);
