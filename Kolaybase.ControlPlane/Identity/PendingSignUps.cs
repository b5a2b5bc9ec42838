using System.Security.Cryptography;
using Kolaybase.ControlPlane.Registry;
using Kolaybase.ControlPlane.Secrets;
using Microsoft.EntityFrameworkCore;

namespace Kolaybase.ControlPlane.Identity;

/// <summary>
/// Knows whether everybody who signed up with an unproven address of late named the same password. Where two were named, one may be a
/// stranger's, and the owner of the mailbox can't tell by a mail whose code he spends: then none of them counts.
/// </summary>
/// <remarks>
/// A row of <see cref="OneTimeCode"/> for an address, with a purpose that no call spends. It is written for every sign-up alike, whether
/// or not the address has an account, and before any mail goes out, so that the order of the jobs doesn't matter.
/// </remarks>
public sealed class PendingSignUps(RegistryContext db, SecretHasher hasher, TimeProvider clock)
{
    private const string Purpose = "sign-up";

    /// <summary>How much later than expected the job may mail the code of a sign-up that still counts.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromHours(1);

    /// <summary>Notes a sign-up.</summary>
    /// <param name="realm">The realm.</param>
    /// <param name="email">The address that was named.</param>
    /// <param name="password">The password that was named.</param>
    /// <param name="codeLifetime">How long the code that is mailed for it lasts.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public Task NoteAsync(string realm, EmailAddress email, string password, TimeSpan codeLifetime, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var same = hasher.Candidates(Subject(realm, email, password), SecretPurposes.SignUp);
        // Equal to no password's.
        var contested = hasher.Hash(Base64UrlText.Encode(RandomNumberGenerator.GetBytes(32)), SecretPurposes.SignUp);
        // Two unique indexes may be met, the address's and the hash's, and a statement can name but one: so the row is made or not, and then changed.
        return db.Database.ExecuteSqlAsync(
            $"""
            insert into one_time_codes (id, realm, purpose, normalized_email, email, user_id, hash, failed_attempts, created_at, expires_at)
            values ({Guid.CreateVersion7()}, {realm}, {Purpose}, {email.Normalized}, {email.Typed}, {Guid.Empty}, {same[0]}, 0, {now}, {now + codeLifetime + s_patience})
            on conflict do nothing;
            update one_time_codes set
              hash = case when expires_at <= {now} or hash = any({same}) then {same[0]} else {contested} end,
              expires_at = greatest(expires_at, {now + codeLifetime + s_patience})
            where realm = {realm} and purpose = {Purpose} and normalized_email = {email.Normalized}
            """,
            cancellationToken);
    }

    /// <summary>Whether there were sign-ups with the address of late, and all of them named this password.</summary>
    public Task<bool> AllNamedAsync(string realm, EmailAddress email, string password, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var same = hasher.Candidates(Subject(realm, email, password), SecretPurposes.SignUp);
        return db.OneTimeCodes.AnyAsync(
            c => c.Realm == realm && c.Purpose == Purpose && c.NormalizedEmail == email.Normalized && c.ExpiresAt > now && same.Contains(c.Hash), cancellationToken);
    }

    private static string Subject(string realm, EmailAddress email, string password) => $"{realm} {email.Normalized} {password}";
}
