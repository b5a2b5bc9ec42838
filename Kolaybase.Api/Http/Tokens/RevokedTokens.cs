using System.Collections.Concurrent;
using Kolaybase.ControlPlane.Identity;
using Microsoft.IdentityModel.JsonWebTokens;

namespace Kolaybase.Api.Http.Tokens;

/// <summary>What <see cref="RevocationPoller"/> has read of revoked access tokens: looking is one access to a table in memory.</summary>
internal sealed class RevokedTokens
{
    private ConcurrentDictionary<(string Realm, Guid Subject), DateTimeOffset> _notBefore = new();

    /// <summary>Whether a token that verifies is revoked all the same.</summary>
    public bool Covers(string realm, JsonWebToken token)
    {
        var table = Volatile.Read(ref _notBefore);
        if (OurSession(token) is { } session)
        {
            // Exact, whatever the clocks say and however soon the user signs in again.
            return table.ContainsKey((realm, session));
        }

        return Guid.TryParse(token.Subject, out var user)
            && table.TryGetValue((realm, user), out var notBefore)
            && (!token.TryGetPayloadValue<long>(JwtRegisteredClaimNames.Iat, out var issuedAt) || issuedAt < notBefore.ToUnixTimeSeconds());
    }

    /// <summary>Puts rows that are new or have changed in.</summary>
    public void Add(IEnumerable<TokenRevocation> rows)
    {
        foreach (var row in rows)
        {
            _notBefore[(row.Realm, row.UserId)] = row.NotBefore;
        }
    }

    /// <summary>Takes the whole table anew, and so forgets what was cleaned up.</summary>
    public void Replace(IEnumerable<TokenRevocation> rows) =>
        Volatile.Write(ref _notBefore, new(rows.Select(r => KeyValuePair.Create((r.Realm, r.UserId), r.NotBefore))));

    /// <summary>The claim <c>sid</c> where it is a session of ours: those are UUIDs of version 7, those of an identity server are not.</summary>
    internal static Guid? OurSession(JsonWebToken token) =>
        token.TryGetPayloadValue<string>(JwtRegisteredClaimNames.Sid, out var text) && Guid.TryParseExact(text, "D", out var id) && id.Version == 7 ? id : null;
}
