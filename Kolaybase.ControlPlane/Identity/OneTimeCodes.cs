using System.Net;
using System.Security.Cryptography;
using Kolaybase.ControlPlane.Registry;
using Kolaybase.ControlPlane.Secrets;
using Microsoft.EntityFrameworkCore;

namespace Kolaybase.ControlPlane.Identity;

/// <summary>Short codes that are mailed and typed back (contract, section 5). Works on the scope's context, inside the caller's transaction.</summary>
public sealed class OneTimeCodes(RegistryContext db, SecretHasher hasher, SecretBox box, AttemptLimiter attempts, TimeProvider clock)
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

    /// <summary>Guesses of nobody's code in particular that come from one client.</summary>
    private static readonly AttemptLimit s_client = new(10, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(15));

    /// <summary>Those of all clients: 50 are free, then all of a realm get one in two seconds, and never fewer, or a guesser could keep everybody from his code.</summary>
    private static readonly AttemptLimit s_blind = new(50, TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(2));

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

        // One at a time for a realm and purpose, until the transaction ends: their number decides the
        // length, and no two live codes may be equal.
        var place = $"one-time-code {realm} {purpose}";
        await db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock(hashtextextended({place}, 0))", cancellationToken);
        var now = clock.GetUtcNow();
        await db.OneTimeCodes
            .Where(c => c.Realm == realm && c.Purpose == purpose && (c.NormalizedEmail == email.Normalized || c.ExpiresAt <= now))
            .ExecuteDeleteAsync(cancellationToken);
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

    /// <summary>Spends a code.</summary>
    /// <param name="realm">The realm.</param>
    /// <param name="purpose">What it has to be for.</param>
    /// <param name="code">As typed.</param>
    /// <param name="email">The address that it has to have gone to; null accepts any.</param>
    /// <param name="client">Where the guess comes from; guesses without address are counted by it.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <remarks>Inside a transaction, commit it after a refusal as well: wrong guesses must stay counted.</remarks>
    public Task<CodeOutcome> SpendAsync(string realm, string purpose, string code, EmailAddress? email, IPAddress? client, CancellationToken cancellationToken) =>
        SpendAsync(realm, purpose, code, email, userId: null, client, cancellationToken);

    /// <summary>Spends a code that has to be a certain user's.</summary>
    /// <inheritdoc cref="SpendAsync(string, string, string, EmailAddress, IPAddress, CancellationToken)"/>
    /// <param name="realm">The realm.</param>
    /// <param name="purpose">What it has to be for.</param>
    /// <param name="code">As typed.</param>
    /// <param name="email">The address that it has to have gone to; null accepts any.</param>
    /// <param name="userId">Whose it has to be; null accepts anybody's.</param>
    /// <param name="client">Where the guess comes from; guesses without address are counted by it.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<CodeOutcome> SpendAsync(
        string realm, string purpose, string code, EmailAddress? email, Guid? userId, IPAddress? client, CancellationToken cancellationToken)
    {
        if (code.Length is 0 or > MaxLength || code.AsSpan().ContainsAnyExceptInRange('0', '9'))
        {
            return CodeOutcome.Refused;
        }

        var hashes = hasher.Candidates(Subject(realm, purpose, code), SecretPurposes.OneTimeCode);
        // Before any row is locked, and until the transaction ends: of several codes of one user that are spent at once each sees what the
        // one before has done, and none waits for a code that another one is about to forget.
        await db.Database.ExecuteSqlAsync(
            $"""
            select pg_advisory_xact_lock(hashtextextended('one-time-code-user ' || realm || ' ' || user_id, 0))
            from one_time_codes where realm = {realm} and purpose = {purpose} and hash = any({hashes})
            """,
            cancellationToken);
        var now = clock.GetUtcNow();
        if (email is not null)
        {
            // Counted before it is compared: of any number of parallel guesses five are looked at.
            var tries = await db.OneTimeCodes
                .Where(c => c.Realm == realm && c.Purpose == purpose && c.NormalizedEmail == email.Normalized && c.FailedAttempts < MaxAttempts)
                .ExecuteUpdateAsync(s => s.SetProperty(c => c.FailedAttempts, c => c.FailedAttempts + 1), cancellationToken);
            if (tries == 0)
            {
                return CodeOutcome.Refused;
            }
        }
        else if ((await attempts.TryAsync(Source(realm, purpose, client), s_client, cancellationToken)
            // Only what its client's lock lets through slows the others down.
            ?? await attempts.TryAsync(Everybody(realm, purpose), s_blind, cancellationToken)) is { } wait)
        {
            return new CodeOutcome(null, null, wait);
        }

        var normalized = email?.Normalized;
        // The try that is being made is counted already where the address is named.
        var mostTries = email is null ? MaxAttempts - 1 : MaxAttempts;
        var spent = await db.Database.SqlQuery<SpentRow>(
            $"""
            delete from one_time_codes
            where realm = {realm} and purpose = {purpose} and hash = any({hashes}) and expires_at > {now}
              and failed_attempts <= {mostTries}
              and ({normalized}::text is null or normalized_email = {normalized})
              and ({userId}::uuid is null or user_id = {userId})
            returning id, user_id, email, payload
            """).ToListAsync(cancellationToken);
        if (spent is [var row])
        {
            if (email is null)
            {
                // Not cleared: whoever has a code of his own mailed every now and then would guess without any limit.
                await attempts.ReturnAsync(Source(realm, purpose, client), cancellationToken);
                await attempts.ReturnAsync(Everybody(realm, purpose), cancellationToken);
            }

            return new CodeOutcome(row.UserId, row.Email, null)
            {
                Payload = row.Payload is null ? null : box.Open(row.Payload, SecretPurposes.CodePayload, row.Id.ToString()),
            };
        }

        return CodeOutcome.Refused;
    }

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

    private static string Everybody(string realm, string purpose) => $"one-time-code {realm} {purpose}";

    private static string Source(string realm, string purpose, IPAddress? client) => $"one-time-code {realm} {purpose} {ClientNetwork.Of(client)}";

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

    private sealed record SpentRow(Guid Id, Guid UserId, string Email, string? Payload);
}

/// <summary>What became of a typed code.</summary>
/// <param name="UserId">Whose code it was; null when it was refused.</param>
/// <param name="Email">The address that it had gone to, as typed; null when it was refused.</param>
/// <param name="Wait">How long to wait before the next guess; null unless too many were made.</param>
public sealed record CodeOutcome(Guid? UserId, string? Email, TimeSpan? Wait)
{
    /// <summary>The secret that the code was made with; null when it had none.</summary>
    public string? Payload { get; init; }

    /// <summary>Never prints the payload.</summary>
    public override string ToString() => nameof(CodeOutcome);

    /// <summary>The code is wrong, spent or over; the caller is not told which.</summary>
    public static CodeOutcome Refused { get; } = new(null, null, null);
}
