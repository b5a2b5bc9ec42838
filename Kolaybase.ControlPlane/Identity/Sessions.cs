using System.Security.Cryptography;
using Kolaybase.ControlPlane.Registry;
using Kolaybase.ControlPlane.Secrets;
using Microsoft.EntityFrameworkCore;

namespace Kolaybase.ControlPlane.Identity;

/// <summary>
/// Sessions with rotating refresh tokens, over every identity store (docs/decisions on sessions says
/// why they are ours). Works on the scope's context and so inside the caller's transaction.
/// </summary>
public sealed class Sessions(RegistryContext db, SecretHasher hasher, IdentityOptions options, TimeProvider clock)
{
    /// <summary>For how long after its first use a spent token still refreshes: several tabs, or a client whose answer was lost.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    /// <summary>Longest text taken for a refresh token.</summary>
    public const int MaxTokenLength = 200;

    /// <summary>Longest text kept of a <c>User-Agent</c>, in characters.</summary>
    public const int MaxUserAgent = 200;

    private const string Prefix = "kb_refresh_";

    /// <summary>Begins a session.</summary>
    /// <param name="realm">The realm.</param>
    /// <param name="userId">Whose it is.</param>
    /// <param name="userAgent">The program that begins it; null when unknown.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<SessionTokens> StartAsync(string realm, Guid userId, string? userAgent, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var (token, hash) = MakeToken();
        var session = new Session { Id = Guid.CreateVersion7(), Realm = realm, UserId = userId, CreatedAt = now, LastUsedAt = now, UserAgent = Cut(userAgent), ExpiresAt = now + options.SessionIdle };
        db.Sessions.Add(session);
        db.RefreshTokens.Add(new RefreshToken { Hash = hash, SessionId = session.Id, CreatedAt = now });
        await db.SaveChangesAsync(cancellationToken);
        return new SessionTokens(session.Id, userId, token);
    }

    /// <summary>Trades a refresh token for the next one. A token works once; used again after <see cref="Grace"/> it ends its whole session (RFC 9700, 4.14.2).</summary>
    /// <returns>The next token, or null when the given one is unknown, spent or of an ended session.</returns>
    public async Task<SessionTokens?> RefreshAsync(string realm, string refreshToken, CancellationToken cancellationToken)
    {
        if (refreshToken.Length > MaxTokenLength)
        {
            return null;
        }

        var now = clock.GetUtcNow();
        var stillGraced = now - Grace;
        var candidates = hasher.Candidates(refreshToken, SecretPurposes.RefreshToken);
        var (next, nextHash) = MakeToken();

        // One statement, so that of any number of parallel calls each sees the token either fresh or
        // with the moment of its first use: the row's lock puts them in a row.
        var refreshed = await db.Database.SqlQuery<RefreshedRow>(
            $"""
            with spent as (
              update refresh_tokens t set spent_at = coalesce(t.spent_at, {now})
              from sessions s
              where t.hash = any({candidates}) and s.id = t.session_id and s.realm = {realm}
                and s.ended_at is null and s.expires_at > {now}
                and (t.spent_at is null or t.spent_at > {stillGraced})
              returning t.session_id, s.user_id, s.created_at),
            extended as (
              update sessions s set last_used_at = {now}, expires_at = least({now + options.SessionIdle}, spent.created_at + {options.SessionMaximum})
              from spent where s.id = spent.session_id),
            added as (
              insert into refresh_tokens (hash, session_id, created_at) select {nextHash}, session_id, {now} from spent)
            select session_id, user_id from spent
            """).ToListAsync(cancellationToken);
        if (refreshed is [var row])
        {
            return new SessionTokens(row.SessionId, row.UserId, next);
        }

        await EndReusedAsync(realm, candidates, now, stillGraced, cancellationToken);
        return null;
    }

    /// <summary>Ends the session that a refresh token belongs to; spent tokens name it as well. Nothing happens when there is none (RFC 7009, 2.2).</summary>
    public async Task EndAsync(string realm, string refreshToken, CancellationToken cancellationToken)
    {
        if (refreshToken.Length > MaxTokenLength)
        {
            return;
        }

        var candidates = hasher.Candidates(refreshToken, SecretPurposes.RefreshToken);
        await db.Sessions
            .Where(s => s.Realm == realm && s.EndedAt == null && db.RefreshTokens.Any(t => t.SessionId == s.Id && candidates.Contains(t.Hash)))
            .ExecuteUpdateAsync(s => s.SetProperty(x => x.EndedAt, clock.GetUtcNow()), cancellationToken);
    }

    /// <summary>Ends every session of a user.</summary>
    public async Task EndAllAsync(string realm, Guid userId, CancellationToken cancellationToken) =>
        await db.Sessions.Where(s => s.Realm == realm && s.UserId == userId && s.EndedAt == null)
            .ExecuteUpdateAsync(s => s.SetProperty(x => x.EndedAt, clock.GetUtcNow()), cancellationToken);

    private async Task EndReusedAsync(string realm, string[] candidates, DateTimeOffset now, DateTimeOffset stillGraced, CancellationToken cancellationToken) =>
        await db.Sessions
            .Where(s => s.Realm == realm && s.EndedAt == null
                && db.RefreshTokens.Any(t => t.SessionId == s.Id && candidates.Contains(t.Hash) && t.SpentAt <= stillGraced))
            .ExecuteUpdateAsync(s => s.SetProperty(x => x.EndedAt, now), cancellationToken);

    // Printable ASCII only (RFC 9110, 10.1.5): it is stored and shown to others.
    private static string? Cut(string? userAgent)
    {
        var text = new string([.. (userAgent ?? "").Where(c => c is >= ' ' and <= '~').Take(MaxUserAgent)]).Trim();
        return text.Length == 0 ? null : text;
    }

    private (string Token, string Hash) MakeToken()
    {
        var token = Prefix + Base64UrlText.Encode(RandomNumberGenerator.GetBytes(32));
        return (token, hasher.Hash(token, SecretPurposes.RefreshToken));
    }

    private sealed record RefreshedRow(Guid SessionId, Guid UserId);
}

/// <summary>A session and its newest refresh token.</summary>
/// <param name="SessionId">The session.</param>
/// <param name="UserId">Whose it is.</param>
/// <param name="RefreshToken">Opaque, 256 bits; only its hash is stored.</param>
public sealed record SessionTokens(Guid SessionId, Guid UserId, string RefreshToken)
{
    /// <summary>Never prints the token.</summary>
    public override string ToString() => $"session {SessionId}";
}
