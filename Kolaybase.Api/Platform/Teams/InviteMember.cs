using Kolaybase.Api.Http;
using Kolaybase.Api.Http.RateLimits;
using Kolaybase.ControlPlane.Identity;
using Kolaybase.ControlPlane.Mail;
using Kolaybase.ControlPlane.Registry;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Kolaybase.Api.Platform.Teams;

/// <summary><c>POST /api/teams/{id}/invites</c>: mails an invitation that lasts seven days. Asking again for an address replaces its former one.</summary>
internal static class InviteMember
{
    private static readonly TimeSpan s_lifetime = TimeSpan.FromDays(7);

    /// <param name="Email">The address; whoever has an account with it can accept.</param>
    /// <param name="Role">The role that accepting gives, at most the caller's own.</param>
    public sealed record Request(string Email, TeamRole Role);

    public static async Task<Created<InviteAnswer>> HandleAsync(
        Guid id, Request request, PlatformUser caller, RegistryContext db, TeamAccess access, MailOutbox mails, MailRateLimit rates, PlatformOptions options, TimeProvider clock, CancellationToken cancellationToken)
    {
        var isAddress = EmailAddress.TryParse(request.Email, out var email);
        new Faults().Check(isAddress, "email", EmailAddress.Fault).ThrowIfAny();

        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var (team, role) = await access.LockAsync(id, caller.AccountId, TeamRole.Admin, cancellationToken);
        if (request.Role > role)
        {
            throw TeamErrors.AboveOwnRole(role);
        }

        if (await db.TeamMembers.AnyAsync(m => m.TeamId == id && m.Account!.NormalizedEmail == email!.Normalized, cancellationToken))
        {
            throw new ApiException(409, ErrorCodes.AlreadyMember, "This address belongs to a member of the team.", hint: "PATCH /api/teams/{id}/members/{userId} changes a member's role.");
        }

        await rates.TakeInviteAsync(caller.AccountId, email!, cancellationToken);
        var now = clock.GetStorableUtcNow();
        await db.TeamInvites
            .Where(i => i.TeamId == id && i.AcceptedAt == null && (i.NormalizedEmail == email!.Normalized || i.ExpiresAt <= now))
            .ExecuteDeleteAsync(cancellationToken);
        if (await db.TeamInvites.CountAsync(i => i.TeamId == id && i.AcceptedAt == null, cancellationToken) >= options.InvitesPerTeam)
        {
            throw new ApiException(409, ErrorCodes.TeamLimit, $"The team has {options.InvitesPerTeam} open invitations, which is the most.", hint: "They go when they are accepted or after seven days.");
        }

        var invite = new TeamInvite
        {
            Id = Guid.CreateVersion7(),
            TeamId = id,
            Email = email!.Typed,
            NormalizedEmail = email.Normalized,
            Role = request.Role,
            InvitedBy = caller.AccountId,
            CreatedAt = now,
            ExpiresAt = now + s_lifetime,
        };
        db.TeamInvites.Add(invite);
        await db.SaveChangesAsync(cancellationToken);
        var inviter = await db.Accounts.AsNoTracking().SingleAsync(a => a.Id == caller.AccountId, cancellationToken);
        await mails.EnqueueAsync(db, MailTemplates.TeamInvite, email, Fields(team, invite, inviter), cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return TypedResults.Created("/api/teams/invites", InviteAnswer.From(invite, team));
    }

    private static Dictionary<string, string> Fields(Team team, TeamInvite invite, Account inviter) => new()
    {
        ["team"] = team.Name,
        ["role"] = invite.Role.ToString().ToLowerInvariant(),
        ["invitedBy"] = inviter.Email,
        ["inviteId"] = invite.Id.ToString(),
        ["days"] = s_lifetime.TotalDays.ToString(System.Globalization.CultureInfo.InvariantCulture),
    };
}
