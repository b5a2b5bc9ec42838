using System.Security.Cryptography;
using Kolaybase.ControlPlane.Registry;
using Kolaybase.ControlPlane.Secrets;
using Microsoft.EntityFrameworkCore;

namespace Kolaybase.ControlPlane.Identity.OAuth;

/// <summary>
/// Sign-ins with a provider that are under way (RFC 6749, 10.12): begun by an app, bound to the first browser that comes to our page,
/// spent by one statement. State and browser mark are 256 random bits; only their HMACs are stored.
/// </summary>
public sealed class OAuthStates(RegistryContext db, SecretHasher hasher, SecretBox box, TimeProvider clock)
{
    /// <summary>How long a sign-in may take.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    /// <summary>Sign-ins of a project that wait for their browser; older ones make place, so that a flood keeps nobody out who is sent on within seconds.</summary>
    public const int MaxWaiting = 2000;

    /// <summary>
    /// Sign-ins of a project whose browser is at the provider; older ones make place here too. Refusing more would let whoever makes so many
    /// once keep everybody out for <see cref="Lifetime"/>; as it is, he has to make as many in the moments that somebody takes at the provider.
    /// </summary>
    public const int MaxBound = 10_000;

    /// <summary>Length of a state or browser mark in characters.</summary>
    public const int Length = 43;

    /// <summary>Begins a sign-in.</summary>
    /// <param name="projectId">The project.</param>
    /// <param name="provider">The provider.</param>
    /// <param name="redirectTo">Where it ends; the caller has checked it.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>The state.</returns>
    public async Task<string> BeginAsync(Guid projectId, string provider, string redirectTo, CancellationToken cancellationToken)
    {
        var state = Random();
        var hash = hasher.Hash(state, SecretPurposes.OAuthState);
        db.OAuthStates.Add(new OAuthState
        {
            Hash = hash,
            ProjectId = projectId,
            Provider = provider,
            RedirectTo = redirectTo,
            VerifierSealed = box.Seal(Random(), SecretPurposes.OAuthState, hash),
            ExpiresAt = clock.GetUtcNow() + Lifetime,
        });
        await db.SaveChangesAsync(cancellationToken);
        await db.Database.ExecuteSqlAsync(
            $"""
            delete from oauth_states where hash in (
              select hash from oauth_states where project_id = {projectId} and browser_hash is null
              order by expires_at desc, hash offset {MaxWaiting})
            """,
            cancellationToken);
        return state;
    }

    /// <summary>Binds a sign-in to the browser that comes first; the same browser may come again.</summary>
    /// <param name="projectId">The project in the path.</param>
    /// <param name="provider">The provider in the path.</param>
    /// <param name="state">The state as it came.</param>
    /// <param name="mark">The mark that the browser brought; null when it brought none.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>The flow and the browser's mark, or null when the state is unknown, over, of another project or provider, or another browser's.</returns>
    public async Task<(OAuthFlow Flow, string Mark)?> ClaimAsync(Guid projectId, string provider, string state, string? mark, CancellationToken cancellationToken)
    {
        if (!IsSane(state))
        {
            return null;
        }

        var now = clock.GetUtcNow();
        var own = mark is not null && IsSane(mark) ? mark : Random();
        var hashes = hasher.Candidates(state, SecretPurposes.OAuthState);
        var marks = hasher.Candidates(own, SecretPurposes.OAuthState);
        var rows = await db.Database.SqlQuery<FlowRow>(
            $"""
            update oauth_states set browser_hash = coalesce(browser_hash, {marks[0]})
            where hash = any({hashes}) and project_id = {projectId} and provider = {provider} and expires_at > {now}
              and (browser_hash is null or browser_hash = any({marks}))
            returning hash, redirect_to, verifier_sealed
            """).ToListAsync(cancellationToken);
        if (rows is not [var row])
        {
            return null;
        }

        // Never itself, however long ago it was begun.
        await db.Database.ExecuteSqlAsync(
            $"""
            delete from oauth_states where hash in (
              select hash from oauth_states where project_id = {projectId} and browser_hash is not null and hash <> {row.Hash}
              order by expires_at desc, hash offset {MaxBound - 1})
            """,
            cancellationToken);
        return (Open(row), own);
    }

    /// <summary>Spends a state.</summary>
    /// <returns>The flow, or null when the state is unknown, spent, over, of another project or provider, or another browser's, which does not spend it.</returns>
    public async Task<OAuthFlow?> SpendAsync(Guid projectId, string provider, string state, string mark, CancellationToken cancellationToken)
    {
        if (!IsSane(state) || !IsSane(mark))
        {
            return null;
        }

        var now = clock.GetUtcNow();
        var hashes = hasher.Candidates(state, SecretPurposes.OAuthState);
        var marks = hasher.Candidates(mark, SecretPurposes.OAuthState);
        var rows = await db.Database.SqlQuery<FlowRow>(
            $"""
            delete from oauth_states
            where hash = any({hashes}) and project_id = {projectId} and provider = {provider} and expires_at > {now} and browser_hash = any({marks})
            returning hash, redirect_to, verifier_sealed
            """).ToListAsync(cancellationToken);
        return rows is [var row] ? Open(row) : null;
    }

    private OAuthFlow Open(FlowRow row) => new(row.RedirectTo, box.Open(row.VerifierSealed, SecretPurposes.OAuthState, row.Hash));

    private static bool IsSane(string text) => text.Length == Length;

    private static string Random() => Base64UrlText.Encode(RandomNumberGenerator.GetBytes(32));

    private sealed record FlowRow(string Hash, string RedirectTo, string VerifierSealed);
}
