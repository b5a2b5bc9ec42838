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
    /// <remarks>
    /// Inside a transaction, commit it after a refusal as well: it may have ended the session. Roll it back when the next token can't be
    /// handed out, so that the client may try again with the one it has.
    /// </remarks>
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
        // with the moment of its first use: the session's lock puts them in a row, and before or behind whoever ends it.
        var refreshed = await db.Database.SqlQuery<RefreshedRow>(
            $"""
            with living as (
              select s.id, s.user_id, s.created_at from sessions s
              where s.id in (select session_id from refresh_tokens where hash = any({candidates}))
                and s.realm = {realm} and s.ended_at is null and s.expires_at > {now}
              for no key update),
            spent as (
              update refresh_tokens t set spent_at = coalesce(t.spent_at, {now})
              from living s
              where t.hash = any({candidates}) and s.id = t.session_id and (t.spent_at is null or t.spent_at > {stillGraced})
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

        await EndReusedAsync(realm, candidates, stillGraced, cancellationToken);
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
        await EndAsync(realm, db.Sessions.Where(s => s.Realm == realm && db.RefreshTokens.Any(t => t.SessionId == s.Id && candidates.Contains(t.Hash))), cancellationToken);
    }

    /// <summary>Ends one session of a user.</summary>
    /// <returns>False when he has no such session, or it has ended already.</returns>
    public async Task<bool> EndOneAsync(string realm, Guid userId, Guid sessionId, CancellationToken cancellationToken) =>
        await EndAsync(realm, db.Sessions.Where(s => s.Realm == realm && s.UserId == userId && s.Id == sessionId && s.ExpiresAt > clock.GetUtcNow()), cancellationToken) == 1;

    /// <summary>Ends every session of a user. Where he lost his right to them, use <see cref="TokenRevocations.RevokeAsync"/>.</summary>
    public Task EndAllAsync(string realm, Guid userId, CancellationToken cancellationToken) =>
        EndAsync(realm, db.Sessions.Where(s => s.Realm == realm && s.UserId == userId), cancellationToken);

    /// <summary>The user's sessions that live, the one used last first.</summary>
    public async Task<IReadOnlyList<Session>> ListAsync(string realm, Guid userId, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        return await db.Sessions.AsNoTracking().Where(s => s.Realm == realm && s.UserId == userId && s.EndedAt == null && s.ExpiresAt > now)
            .OrderByDescending(s => s.LastUsedAt).ThenByDescending(s => s.Id).ToListAsync(cancellationToken);
    }

    private Task<int> EndReusedAsync(string realm, string[] candidates, DateTimeOffset stillGraced, CancellationToken cancellationToken) =>
        EndAsync(
            realm,
            db.Sessions.Where(s => s.Realm == realm && db.RefreshTokens.Any(t => t.SessionId == s.Id && candidates.Contains(t.Hash) && t.SpentAt <= stillGraced)),
            cancellationToken);

    /// <summary>Ends those that live and has their access tokens refused (see <see cref="TokenRevocation"/>), in one statement.</summary>
    private async Task<int> EndAsync(string realm, IQueryable<Session> sessions, CancellationToken cancellationToken)
    {
        var ids = await sessions.Where(s => s.EndedAt == null).Select(s => s.Id).ToArrayAsync(cancellationToken);
        if (ids.Length == 0)
        {
            return 0;
        }

        // In the order of their ids, so that two who end the same ones don't wait for each other.
        return await db.Database.ExecuteSqlAsync(
            $"""
            with living as (select id from sessions where id = any({ids}) and ended_at is null order by id for update),
            ended as (update sessions s set ended_at = {clock.GetUtcNow()} from living where s.id = living.id returning s.id)
            insert into token_revocations (realm, user_id, not_before) select {realm}, id, clock_timestamp() from ended on conflict do nothing
            """,
            cancellationToken);
    }

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
