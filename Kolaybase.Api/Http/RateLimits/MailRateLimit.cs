using Kolaybase.ControlPlane.Identity;
using Kolaybase.ControlPlane.Secrets;

namespace Kolaybase.Api.Http.RateLimits;

/// <summary>Keeps people's boxes from being filled by our mails.</summary>
internal sealed class MailRateLimit(HttpOptions options, SharedCounters counters, SecretHasher hasher, RateLimitMetrics metrics) : IDisposable
{
    private readonly SharedLimit _inviters = new(counters, hasher, metrics, RateLimitMetrics.Mail, options.RateLimits.InvitesPerAccount, TimeSpan.FromMinutes(1));
    private readonly SharedLimit _invited = new(counters, hasher, metrics, RateLimitMetrics.Mail, options.RateLimits.InvitesPerAddress, TimeSpan.FromDays(1));
    private readonly SharedLimit _resets = new(counters, hasher, metrics, RateLimitMetrics.Mail, 1, TimeSpan.FromMinutes(1));
    private readonly SharedLimit _users = new(counters, hasher, metrics, RateLimitMetrics.Mail, 1, TimeSpan.FromMinutes(1));
    private readonly SharedLimit _userDays = new(counters, hasher, metrics, RateLimitMetrics.Mail, options.RateLimits.UserMailsPerAddress, TimeSpan.FromDays(1));
    // Apart from the others: nobody can use them up before he has changed the address as many times, which is told each time.
    private readonly SharedLimit _changes = new(counters, hasher, metrics, RateLimitMetrics.Mail, 5, TimeSpan.FromDays(1));
    private readonly SharedLimit _userInvites = new(counters, hasher, metrics, RateLimitMetrics.Mail, options.RateLimits.UserInvitesPerProject, TimeSpan.FromDays(1));

    /// <summary>Counts the mail of an invitation.</summary>
    /// <exception cref="ApiException">429: the account has sent, or the address has got, as many as it may.</exception>
    public async Task TakeInviteAsync(Guid account, EmailAddress to, CancellationToken cancellationToken)
    {
        await _inviters.TakeAsync($"inviter {account}", cancellationToken);
        await _invited.TakeAsync("invited " + to.Normalized, cancellationToken);
    }

    /// <summary>Counts a request for a new password; false when the address was mailed within the last minute.</summary>
    public async Task<bool> MayResetAsync(EmailAddress to, CancellationToken cancellationToken) =>
        await _resets.TryAsync("reset " + to.Normalized, cancellationToken) is null;

    /// <summary>Counts a mail to an end user; how long to wait when the address got one of that kind from the project within the last minute, or as many as it may today, else null.</summary>
    public async Task<TimeSpan?> TryUserMailAsync(Guid project, string purpose, EmailAddress to, CancellationToken cancellationToken) =>
        await _users.TryAsync($"user-mail {project} {purpose} {to.Normalized}", cancellationToken)
        ?? await _userDays.TryAsync($"user-mail-day {project} {to.Normalized}", cancellationToken);

    /// <summary>Counts a mail that tells an end user's former address of the change; false when it got five of them from the project today.</summary>
    public async Task<bool> MayTellOfChangeAsync(Guid project, EmailAddress to, CancellationToken cancellationToken) =>
        await _changes.TryAsync($"user-address-changed {project} {to.Normalized}", cancellationToken) is null;

    /// <summary>Counts an invitation of an end user.</summary>
    /// <exception cref="ApiException">429: the project has mailed as many as it may today.</exception>
    public Task TakeUserInviteAsync(Guid project, CancellationToken cancellationToken) => _userInvites.TakeAsync($"user-invite {project}", cancellationToken);

    public void Dispose()
    {
        _users.Dispose();
        _userDays.Dispose();
        _changes.Dispose();
        _userInvites.Dispose();
        _inviters.Dispose();
        _invited.Dispose();
        _resets.Dispose();
    }
}
