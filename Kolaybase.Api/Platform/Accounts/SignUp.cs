using Kolaybase.Api.Http;
using Kolaybase.ControlPlane.Identity;
using Kolaybase.ControlPlane.Registry;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Kolaybase.Api.Platform.Accounts;

/// <summary><c>POST /api/auth/signup</c>: user, account, personal team and session, all or nothing.</summary>
internal static class SignUp
{
    /// <param name="Email">Address, up to 254 characters.</param>
    /// <param name="Password">8 to 128 characters.</param>
    /// <param name="FirstName">Up to 100 characters.</param>
    /// <param name="LastName">Up to 100 characters.</param>
    public sealed record Request(string Email, string Password, string? FirstName = null, string? LastName = null);

    public static async Task<Created<SessionAnswer>> HandleAsync(
        Request request, HttpContext context, RegistryContext db, IIdentityStore store, NewUsers users, SessionAnswers sessions, TimeProvider clock, CancellationToken cancellationToken)
    {
        var (firstName, lastName) = (DisplayName.Optional(request.FirstName), DisplayName.Optional(request.LastName));
        var isAddress = EmailAddress.TryParse(request.Email, out var email);
        new Faults()
            .Check(isAddress, "email", EmailAddress.Fault)
            .Check(PasswordPolicy.Accepts(request.Password), "password", PasswordPolicy.Fault)
            .Check(DisplayName.AcceptsOptional(firstName), "firstName", DisplayName.OptionalFault)
            .Check(DisplayName.AcceptsOptional(lastName), "lastName", DisplayName.OptionalFault)
            .ThrowIfAny();

        // Looked at before a password is hashed for nothing; the unique index decides.
        if (await store.FindByEmailAsync(Realms.Platform, email!, cancellationToken) is not null)
        {
            throw AccountErrors.EmailTaken();
        }

        var session = await users.CreateAsync(store, Realms.Platform, new NewRealmUser(email!, request.Password, firstName, lastName), BeginAsync, cancellationToken)
            ?? throw AccountErrors.EmailTaken();
        return TypedResults.Created("/api/auth/me", session);

        async Task<SessionAnswer> BeginAsync(RealmUser user)
        {
            Add(db, user, email!, clock.GetStorableUtcNow());
            try
            {
                await db.SaveChangesAsync(cancellationToken);
            }
            catch (DbUpdateException e) when (e.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
            {
                throw AccountErrors.EmailTaken(e);
            }

            return await sessions.StartAsync(user, context.Request.Headers.UserAgent, cancellationToken)
                ?? throw new InvalidOperationException("A user who was just made gets no token.");
        }
    }

    private static void Add(RegistryContext db, RealmUser user, EmailAddress email, DateTimeOffset now)
    {
        var team = new Team { Id = Guid.CreateVersion7(), Name = TeamName(user), Personal = true, CreatedAt = now };
        db.Accounts.Add(new Account
        {
            Id = user.Id,
            Email = user.Email,
            NormalizedEmail = email.Normalized,
            FirstName = user.FirstName,
            LastName = user.LastName,
            CreatedAt = user.CreatedAt,
        });
        db.Teams.Add(team);
        db.TeamMembers.Add(new TeamMember { TeamId = team.Id, AccountId = user.Id, Role = TeamRole.Owner, JoinedAt = now });
    }

    private static string TeamName(RealmUser user)
    {
        var owner = user.FirstName ?? user.Email[..user.Email.LastIndexOf('@')];
        var name = $"{owner}'s team";
        return name.Length <= DisplayName.MaxLength ? name : "Personal team";
    }
}
