using System.Security.Cryptography;
using Kolaybase.ControlPlane.Registry;
using Kolaybase.ControlPlane.Secrets;
using Microsoft.EntityFrameworkCore;

namespace Kolaybase.ControlPlane.Identity;

/// <summary>Short codes that are mailed and typed back (contract, section 5). Works on the scope's context.</summary>
public sealed partial class OneTimeCodes(RegistryContext db, SecretHasher hasher, SecretBox box, AttemptLimiter attempts, TimeProvider clock)
{
    /// <summary>Fewest digits of an end user's code; a blind guess hits with less than 1 in 100,000 (contract, section 5).</summary>
    public const int MinDigits = 6;

    /// <summary>Fewest digits of a platform user's code, behind which are all projects of his teams: a blind guess hits with less than 1 in 100,000,000.</summary>
    public const int MinPlatformDigits = 10;

    /// <summary>Fewest digits of an invitation's code, which signs in and lives for days: a blind guess hits with less than 1 in 100,000,000, or all guesses of a week would hit one.</summary>
    public const int MinInviteDigits = 9;

    /// <summary>Wrong guesses that name the address before its code is spent.</summary>
    public const int MaxAttempts = 5;

    /// <summary>Longest text taken for a code.</summary>
    public const int MaxLength = 16;

    /// <summary>Makes a code for a user; a former one of the same purpose is worth nothing any more.</summary>
    /// <exception cref="InvalidOperationException">The caller has no transaction: two codes could be made alike.</exception>
    public Task<string> IssueAsync(string realm, string purpose, EmailAddress email, Guid userId, TimeSpan lifetime, CancellationToken cancellationToken) =>
        IssueAsync(realm, purpose, email, userId, lifetime, MinDigits, payload: null, cancellationToken);

    /// <summary>Makes a code for a user; a former one of the same purpose is worth nothing any more.</summary>
    /// <param name="realm">The realm.</param>
    /// <param name="purpose">What it is for.</param>
    /// <param name="email">Where it will be sent.</param>
    /// <param name="userId">Whose it is.</param>
    /// <param name="lifetime">How long it lasts.</param>
    /// <param name="minDigits">Its fewest digits; it has more where as many codes live that a blind guess would be too likely to hit.</param>
    /// <param name="payload">A secret that whoever spends it gets back with it; null for none.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="InvalidOperationException">The caller has no transaction: two codes could be made alike.</exception>
    public async Task<string> IssueAsync(
        string realm, string purpose, EmailAddress email, Guid userId, TimeSpan lifetime, int minDigits, string? payload, CancellationToken cancellationToken)
    {
        if (db.Database.CurrentTransaction is null)
        {
            throw new InvalidOperationException("A one-time code is made inside a transaction.");
        }

        // One at a time for an address: who waits for its former code, which is just being spent, holds nobody else up.
        var place = $"one-time-code {realm} {purpose}";
        await db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock(hashtextextended({place + " " + email.Normalized}, 0))", cancellationToken);
        // The wrong guesses at the former one go with it.
        var tries = TriesOf(purpose);
        await db.OneTimeCodes
            .Where(c => c.Realm == realm && (c.Purpose == purpose || c.Purpose == tries) && c.NormalizedEmail == email.Normalized)
            .ExecuteDeleteAsync(cancellationToken);
        // One at a time for a realm and purpose, until the transaction ends: their number decides the
        // length, and no two live codes may be equal.
        await db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock(hashtextextended({place}, 0))", cancellationToken);
        var now = clock.GetUtcNow();
        // One that is just being spent is left to who spends it, or all of the realm would wait for him.
        await db.Database.ExecuteSqlAsync(
            $"""
            delete from one_time_codes where id in (
              select id from one_time_codes where realm = {realm} and purpose = {purpose} and expires_at <= {now} for update skip locked)
            """,
            cancellationToken);
        var others = await db.OneTimeCodes.CountAsync(c => c.Realm == realm && c.Purpose == purpose, cancellationToken);
        var code = await UnusedAsync(realm, purpose, Math.Max(minDigits, Digits(realm, purpose, others + 1)), cancellationToken);
        var id = Guid.CreateVersion7();
        db.OneTimeCodes.Add(new OneTimeCode
        {
            Id = id,
            Realm = realm,
            Purpose = purpose,
            NormalizedEmail = email.Normalized,
            Email = email.Typed,
            UserId = userId,
            Hash = hasher.Hash(Subject(realm, purpose, code), SecretPurposes.OneTimeCode),
            Payload = payload is null ? null : box.Seal(payload, SecretPurposes.CodePayload, id.ToString()),
            CreatedAt = now,
            ExpiresAt = now + lifetime,
        });
        await db.SaveChangesAsync(cancellationToken);
        return code;
    }

    /// <summary>Makes every code that a user has worth nothing.</summary>
    /// <param name="realm">The realm.</param>
    /// <param name="userId">The user.</param>
    /// <param name="purpose">Only codes for this; null takes all.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public Task ForgetAsync(string realm, Guid userId, string? purpose, CancellationToken cancellationToken) =>
        db.OneTimeCodes.Where(c => c.Realm == realm && c.UserId == userId && (purpose == null || c.Purpose == purpose)).ExecuteDeleteAsync(cancellationToken);

    /// <summary>Digits with which a blind guess hits one of so many live codes of a realm with less than the chance that it may have.</summary>
    internal static int Digits(string realm, string purpose, int liveCodes)
    {
        var (digits, odds) = realm == Realms.Platform ? (MinPlatformDigits, 100_000_000L)
            : purpose == OneTimeCodePurposes.Invite ? (MinInviteDigits, 100_000_000L)
            : (MinDigits, 100_000L);
        while (liveCodes * odds >= (long)Math.Pow(10, digits))
        {
            digits++;
        }

        return digits;
    }

    private async Task<string> UnusedAsync(string realm, string purpose, int digits, CancellationToken cancellationToken)
    {
        while (true)
        {
            var code = RandomNumberGenerator.GetString("0123456789", digits);
            var hashes = hasher.Candidates(Subject(realm, purpose, code), SecretPurposes.OneTimeCode);
            if (!await db.OneTimeCodes.AnyAsync(c => c.Realm == realm && c.Purpose == purpose && hashes.Contains(c.Hash), cancellationToken))
            {
                return code;
            }
        }
    }

    private static string Subject(string realm, string purpose, string code) => $"{realm} {purpose} {code}";
}
