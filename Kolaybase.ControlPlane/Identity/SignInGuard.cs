using System.Security.Cryptography;
using System.Text;

namespace Kolaybase.ControlPlane.Identity;

/// <summary>
/// Protects passwords from guessing without giving a stranger the means to lock an owner out. Whom a guess is counted with depends on whether a
/// right password or mailed code came from there in the last 30 days: from that very program at that client, and it feels
/// nobody else, and waits a minute at most; from that client, and it is locked with its client alone, up to 15 minutes; from neither, and it is slowed down
/// with all other strangers too, to a guess a minute.
/// </summary>
/// <remarks>
/// Counted by the address that was typed, whether or not it has an account: a lock tells nobody that it has. Strangers who guess without end can keep
/// one another waiting, and an owner who comes from a new place with them; a mailed code makes the place known, and no guesses of passwords stand in its way.
/// </remarks>
public sealed class SignInGuard(AttemptLimiter attempts, TimeProvider clock)
{
    private static readonly AttemptLimit s_known = new(5, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1));
    private static readonly AttemptLimit s_client = new(5, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(15));
    private static readonly AttemptLimit s_strangers = new(30, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1));
    private static readonly TimeSpan s_acquaintance = TimeSpan.FromDays(30);

    /// <summary>Counts a try of a password before it is looked at.</summary>
    /// <returns>Null when it may go on, else how long to wait.</returns>
    public async Task<TimeSpan?> EnterAsync(string realm, EmailAddress email, SignInSource source, CancellationToken cancellationToken)
    {
        var (client, program) = (Client(realm, email, source), Program(realm, email, source));
        var since = clock.GetUtcNow() - s_acquaintance;
        if (await attempts.SucceededSinceAsync(program, since, cancellationToken))
        {
            return await attempts.TryAsync(program, s_known, cancellationToken);
        }

        var known = await attempts.SucceededSinceAsync(client, since, cancellationToken);
        return await attempts.TryAsync(client, s_client, cancellationToken)
            ?? (known ? null : await attempts.TryAsync(Everybody(realm, email), s_strangers, cancellationToken));
    }

    /// <summary>The password was right.</summary>
    public async Task SucceededAsync(string realm, EmailAddress email, SignInSource source, CancellationToken cancellationToken)
    {
        var since = clock.GetUtcNow() - s_acquaintance;
        // Only what was counted is taken back: who shares the owner's client, or is a stranger like others, stays as locked as he is.
        if (await attempts.SucceededSinceAsync(Program(realm, email, source), since, cancellationToken))
        {
            await attempts.SucceedAsync(Program(realm, email, source), cancellationToken);
            return;
        }

        if (!await attempts.SucceededSinceAsync(Client(realm, email, source), since, cancellationToken))
        {
            await attempts.ReturnAsync(Everybody(realm, email), cancellationToken);
        }

        await KnowAsync(realm, email, source, cancellationToken);
    }

    /// <summary>Who is there has proven by a mailed code that the address is his: he is no stranger there from now on.</summary>
    public async Task KnowAsync(string realm, EmailAddress email, SignInSource source, CancellationToken cancellationToken)
    {
        await attempts.SucceedAsync(Client(realm, email, source), cancellationToken);
        await attempts.SucceedAsync(Program(realm, email, source), cancellationToken);
    }

    private static string Everybody(string realm, EmailAddress email) => $"sign-in {realm} {email.Normalized}";

    private static string Client(string realm, EmailAddress email, SignInSource source) => $"sign-in {realm} {email.Normalized} {ClientNetwork.Of(source.Client)}";

    private static string Program(string realm, EmailAddress email, SignInSource source) =>
        $"{Client(realm, email, source)} {Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(source.UserAgent ?? "")))}";
}
