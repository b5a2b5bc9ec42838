using Kolaybase.Api.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Kolaybase.Api.Auth.Admin.Users;

/// <summary><c>GET /api/projects/{id}/auth/users/{userId}/sessions</c>: the newest 100.</summary>
internal static class ListSessions
{
    private const int Most = 100;

    /// <summary>A session that can still be refreshed.</summary>
    /// <param name="Id">The session, the <c>sid</c> of its tokens.</param>
    /// <param name="CreatedAt">When it began.</param>
    /// <param name="LastUsedAt">When it was last refreshed.</param>
    /// <param name="ExpiresAt">After this no refresh succeeds.</param>
    /// <param name="UserAgent">The program that began it; null when it said nothing.</param>
    public sealed record Answer(Guid Id, DateTimeOffset CreatedAt, DateTimeOffset LastUsedAt, DateTimeOffset ExpiresAt, string? UserAgent);

    public static async Task<Ok<Answer[]>> HandleAsync(Guid userId, ProjectCaller caller, EndUsers users, CancellationToken cancellationToken)
    {
        await users.FindAsync(caller, userId, cancellationToken);
        var (_, realm) = users.Of(caller);
        return TypedResults.Ok(await users.LiveSessions(realm, userId).AsNoTracking().OrderByDescending(s => s.LastUsedAt).ThenBy(s => s.Id).Take(Most)
            .Select(s => new Answer(s.Id, s.CreatedAt, s.LastUsedAt, s.ExpiresAt, s.UserAgent)).ToArrayAsync(cancellationToken));
    }
}
