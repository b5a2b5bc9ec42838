using System.Security.Cryptography;
using Kolaybase.ControlPlane.Secrets;
using Microsoft.EntityFrameworkCore;

namespace Kolaybase.ControlPlane.Identity;

/// <summary>
/// Spending of codes, in two steps. First the guess is counted and a right code is claimed, each by a statement of its own that commits at
/// once: what is shared by a whole realm is locked for as long as a statement takes. Then what the code is for is done in a transaction
/// that deletes it, which waits for nobody but other calls about the same user.
/// </summary>
public sealed partial class OneTimeCodes
{
    /// <summary>Tries of a code that somebody is spending: more than anybody may have.</summary>
    private const int Claimed = 1000;

    /// <summary>How long guesses at an address are remembered: as long as a code may live, or one would be guessed at anew.</summary>
    private static readonly TimeSpan s_triesMemory = TimeSpan.FromDays(31);

    /// <summary>Guesses of nobody's code in particular that come from one client.</summary>
    private static readonly AttemptLimit s_client = new(10, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(15));

    /// <summary>Those of all clients: 50 are free, then all of a realm get one in two seconds, and never fewer, or a guesser could keep everybody from his code.</summary>
    private static readonly AttemptLimit s_blind = new(50, TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(2));

    /// <summary>Spends a code that has nothing more to do with the database.</summary>
    /// <inheritdoc cref="SpendAsync{T}"/>
    public async Task<CodeOutcome> SpendAsync(CodeGuess guess, CancellationToken cancellationToken) =>
        (await SpendAsync(guess, _ => Task.FromResult(true), cancellationToken)).Outcome;

    /// <summary>Spends a code and does what it is for, both or neither.</summary>
    /// <param name="guess">What was typed.</param>
    /// <param name="use">Does it, in the scope's transaction. Where it throws, the code is as good as before.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <typeparam name="T">What comes of it.</typeparam>
    /// <returns>What became of the code, and what came of it; nothing when it was refused.</returns>
    /// <remarks>A process that dies in the middle leaves a code that is worth nothing: its user asks for a new one. Never two get one code's worth.</remarks>
    /// <exception cref="InvalidOperationException">The caller has a transaction: it would hold up everybody who guesses.</exception>
    public async Task<(CodeOutcome Outcome, T? Result)> SpendAsync<T>(CodeGuess guess, Func<SpentCode, Task<T>> use, CancellationToken cancellationToken)
    {
        if (db.Database.CurrentTransaction is not null)
        {
            throw new InvalidOperationException("A one-time code is spent outside a transaction.");
        }

        if (guess.Code.Length is 0 or > MaxLength || guess.Code.AsSpan().ContainsAnyExceptInRange('0', '9'))
        {
            return (CodeOutcome.Refused, default);
        }

        var counted = true;
        if (guess.Email is { } email)
        {
            counted = await CountAsync(guess, email, cancellationToken);
        }
        else if ((await attempts.TryAsync(Source(guess), s_client, cancellationToken)
            // Only what its client's lock lets through slows the others down.
            ?? await attempts.TryAsync(Everybody(guess), s_blind, cancellationToken)) is { } wait)
        {
            return (new CodeOutcome(null, null, wait), default);
        }

        // Not cancelled: whether it was claimed must be known.
        if (await ClaimAsync(guess, counted, CancellationToken.None) is not { } row)
        {
            return (CodeOutcome.Refused, default);
        }

        try
        {
            if (guess.Email is null)
            {
                // Not cleared: whoever has a code of his own mailed every now and then would guess without any limit.
                await attempts.ReturnAsync(Source(guess), cancellationToken);
                await attempts.ReturnAsync(Everybody(guess), cancellationToken);
            }

            var spent = new SpentCode(row.UserId, row.Email, row.Payload is null ? null : box.Open(row.Payload, SecretPurposes.CodePayload, row.Id.ToString()));
            await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
            if (!await TakeAsync(guess.Realm, row, cancellationToken))
            {
                return (CodeOutcome.Refused, default);
            }

            var result = await use(spent);
            // Whether or not the client still waits: it is done, on an identity server too.
            await transaction.CommitAsync(CancellationToken.None);
            return (new CodeOutcome(spent.UserId, spent.Email, null) { Payload = spent.Payload }, result);
        }
        catch
        {
            // Rolled back: nothing has come of it. Where it was committed in spite of the fault, there is no row any more.
            await db.OneTimeCodes.Where(c => c.Id == row.Id && c.FailedAttempts == Claimed)
                .ExecuteUpdateAsync(s => s.SetProperty(c => c.FailedAttempts, 0), CancellationToken.None);
            if (guess.Email is { } address)
            {
                // The guess was right: it is none of the five wrong ones that the code has.
                var tries = TriesOf(guess.Purpose);
                await db.OneTimeCodes.Where(c => c.Realm == guess.Realm && c.Purpose == tries && c.NormalizedEmail == address.Normalized && c.FailedAttempts > 0)
                    .ExecuteUpdateAsync(s => s.SetProperty(c => c.FailedAttempts, c => c.FailedAttempts - 1), CancellationToken.None);
            }

            throw;
        }
    }

    /// <summary>
    /// Counts a guess at an address before it is compared: of any number of parallel ones five are looked at. The same is written whether or
    /// not the address has a code: it is counted apart from it.
    /// </summary>
    private async Task<bool> CountAsync(CodeGuess guess, EmailAddress email, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        // Nobody's code: no call has this purpose, and the hash is of nothing.
        var hash = hasher.Hash(Base64UrlText.Encode(RandomNumberGenerator.GetBytes(32)), SecretPurposes.OneTimeCode);
        return (await db.Database.SqlQuery<int>(
            $"""
            insert into one_time_codes as t (id, realm, purpose, normalized_email, email, user_id, hash, failed_attempts, created_at, expires_at)
            values ({Guid.CreateVersion7()}, {guess.Realm}, {TriesOf(guess.Purpose)}, {email.Normalized}, '', {Guid.Empty}, {hash}, 1, {now}, {now + s_triesMemory})
            on conflict (realm, purpose, normalized_email) do update set
              failed_attempts = case when t.expires_at <= {now} then 1 else t.failed_attempts + 1 end, expires_at = excluded.expires_at
            where t.expires_at <= {now} or t.failed_attempts < {MaxAttempts}
            returning failed_attempts as "Value"
            """).ToListAsync(cancellationToken)).Count > 0;
    }

    /// <summary>Claims a right code, so that nobody else does; null when it is wrong. A guess that was not counted is looked at like the others, and wrong.</summary>
    private async Task<ClaimedRow?> ClaimAsync(CodeGuess guess, bool counted, CancellationToken cancellationToken)
    {
        var hashes = hasher.Candidates(Subject(guess.Realm, guess.Purpose, guess.Code), SecretPurposes.OneTimeCode);
        var now = clock.GetUtcNow();
        var normalized = guess.Email?.Normalized;
        // The try that is being made is counted already where the address is named.
        var mostTries = guess.Email is null ? MaxAttempts - 1 : MaxAttempts;
        return (await db.Database.SqlQuery<ClaimedRow>(
            $"""
            update one_time_codes c set failed_attempts = {Claimed}
            where c.realm = {guess.Realm} and c.purpose = {guess.Purpose} and c.hash = any({hashes}) and c.expires_at > {now}
              and {counted} and c.failed_attempts < {Claimed}
              and ({normalized}::text is null or c.normalized_email = {normalized})
              and ({guess.UserId}::uuid is null or c.user_id = {guess.UserId})
              and not exists (
                select from one_time_codes t
                where t.realm = c.realm and t.purpose = {TriesOf(guess.Purpose)} and t.normalized_email = c.normalized_email
                  and t.expires_at > {now} and t.failed_attempts > {mostTries})
            returning c.id, c.user_id, c.email, c.payload
            """).ToListAsync(cancellationToken)).SingleOrDefault();
    }

    /// <summary>
    /// Takes a claimed code out, and keeps other codes of its user waiting until the transaction ends: of several that are spent at once each
    /// sees what the one before has done.
    /// </summary>
    /// <returns>False when the code was forgotten or replaced meanwhile.</returns>
    private async Task<bool> TakeAsync(string realm, ClaimedRow row, CancellationToken cancellationToken)
    {
        var place = $"one-time-code-user {realm} {row.UserId}";
        await db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock(hashtextextended({place}, 0))", cancellationToken);
        return await db.OneTimeCodes.Where(c => c.Id == row.Id && c.FailedAttempts == Claimed).ExecuteDeleteAsync(cancellationToken) == 1;
    }

    private static string TriesOf(string purpose) => "tries " + purpose;

    private static string Everybody(CodeGuess guess) => $"one-time-code {guess.Realm} {guess.Purpose}";

    private static string Source(CodeGuess guess) => $"one-time-code {guess.Realm} {guess.Purpose} {ClientNetwork.Of(guess.Client)}";

    private sealed record ClaimedRow(Guid Id, Guid UserId, string Email, string? Payload);
}
